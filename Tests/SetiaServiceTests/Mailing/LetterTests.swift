import SetiaCore
import SetiaTesting
import Testing

@testable import SetiaService

@Suite("Letters")
struct LetterTests {
    private static let letters: [Letter] = [
        .invitation(name: "Aisyah", inviter: "Budi", link: "https://kopi.example.com/console/invitation/abc"),
        .invitation(name: "Aisyah", inviter: nil, link: "https://kopi.example.com/console/invitation/abc"),
        .passwordReset(name: "Aisyah", link: "https://kopi.example.com/console/reset/abc"),
        .code("012345"), .newSignIn(name: "Aisyah", at: Fixture.newYear), .passwordChanged(name: "Aisyah"),
        .secondFactorChanged(name: "Aisyah", isOn: true), .secondFactorChanged(name: "Aisyah", isOn: false),
    ]

    @Test("each letter says what it said, in four languages", arguments: Language.allCases)
    func says(language: Language) {
        let text = Self.letters.map { letter in
            let page = LetterPage(letter, language, brand: "Kopi Setia")
            return "Subject: \(page.subject)\n\n\(page.text)"
        }.joined(separator: "\n========\n\n")
        let short = Letter.shortCode("012345", brand: "Kopi Setia", language)
        let difference = Golden.difference(
            of: "\(text)\n========\n\n\(short)\n",
            from: "letters-\(language.rawValue).txt"
        )
        #expect(difference == nil)
    }

    @Test("the HTML says the same as the text, and is one page without pictures", arguments: Language.allCases)
    func sameInHTML(language: Language) {
        for letter in Self.letters {
            let page = LetterPage(letter, language, brand: "Kopi Setia")
            for line in page.text.split(separator: "\n") where line != "-- " {
                let piece = line.drop { $0 == " " }
                #expect(page.html.contains(piece.hasSuffix(":") && letter.link != nil ? piece.dropLast() : piece))
            }
            #expect(page.html.contains("<html lang=\"\(language.rawValue)\">"))
            #expect(!page.html.contains("<img") && !page.html.contains("src="))
        }
    }

    @Test("the HTML letter is as it was")
    func golden() {
        let page = LetterPage(Self.letters[0], .en, brand: "Kopi Setia")
        #expect(Golden.difference(of: page.html, from: "letter-en.html") == nil)
    }

    @Test("a name is a name, whatever is in it")
    func escapes() {
        let letter = Letter.passwordChanged(name: "<b onclick=\"x\">&amp;")
        let html = LetterPage(letter, .en, brand: "A<B>").html
        #expect(!html.contains("<b "))
        #expect(html.contains("&lt;b onclick=&quot;x&quot;&gt;&amp;amp;"))
        #expect(html.contains("A&lt;B&gt;"))
    }

    @Test("digits of any script are the digits of a code")
    func readsDigits() {
        #expect(digits(of: " 01๒-३٤5 ") == "012345")
        #expect(digits(of: "½Ⅻ十") == "")
    }
}
