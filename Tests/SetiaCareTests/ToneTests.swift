import SetiaCore
import Testing

@testable import SetiaCare

@Suite("The words of a brand")
struct ToneTests {
    @Test(
        "Z-5: hollow claims are marked from the start in four languages, we are the best itself among them",
        arguments: [
            ("en", "We are the best!", "we are the best"), ("en", "We’re the\nBEST at it", "we're the best"),
            ("ms", "Kami yang terbaik di bandar", "kami yang terbaik"), ("id", "Kami  terbaik.", "kami terbaik"),
            ("th", "เราดีที่สุดในเมือง", "เราดีที่สุด"),
        ]
    )
    func hollow(language: Key, text: String, claim: Key) {
        #expect(ToneList.usual.advice(on: text, in: language).contains(.hollowClaim(claim)))
        #expect(ToneList.usual.advice(on: text, in: "zh") == [])
    }

    @Test("Z-5: words of the brand are found in whichever capitals, as words of their own, and names by their spelling")
    func own() {
        let lists = [
            ToneList(
                language: "en",
                use: ["kopi"],
                avoid: ["coffee drink", "cheap"],
                hollow: ["unique"],
                names: ["Kopi Setia"]
            )
        ]
        #expect(
            lists.advice(on: "A Coffee\n drink, CHEAP", in: "en") == [
                .wordToAvoid("coffee drink"), .wordToAvoid("cheap"),
            ]
        )
        #expect(lists.advice(on: "Cheaper and uniquely good", in: "en") == [])
        #expect(lists.advice(on: "Come to kopi setia", in: "en") == [.nameSpelling("Kopi Setia")])
        #expect(lists.advice(on: "Come to Kopi Setia, KOPI SETIA", in: "en") == [.nameSpelling("Kopi Setia")])
        #expect(lists.advice(on: "Come to Kopi Setia", in: "en") == [])
        #expect(lists.advice(on: "cheap", in: "ms") == [])
        let concept = MessageConcept(
            facts: [],
            languages: ["en"],
            renderings: [MessageConcept.Rendering(channel: "email", language: "en", title: "Cheap", text: "x")]
        )
        #expect(concept.check(forms: [], tone: lists).allSatisfy { !$0.blocks })
    }
}
