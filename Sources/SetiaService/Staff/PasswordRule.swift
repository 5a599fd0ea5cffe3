/// What may be a password (rule S-4): long enough, none that everybody tries, none made of her own name.
///
/// No classes of characters are asked for: what helps is length. The floor is above NIST SP 800-63B's since the second
/// factor is hers to choose.
package enum PasswordRule {
    /// At least so many characters.
    package static let least = 12
    /// At most so many; any may be in it.
    package static let most = 128

    /// Refuses what may not be one.
    ///
    /// - Parameters:
    ///   - password: What she typed.
    ///   - own: Words that are hers or the brand's: name, address, brand.
    /// - Throws: `StaffRefusal.invalid(.password, …)`.
    package static func check(_ password: String, own: [String]) throws(StaffRefusal) {
        let count = password.unicodeScalars.count
        guard count > 0 else { throw .invalid(.password, .empty) }
        guard count >= least else { throw .invalid(.password, .tooShort(least: least)) }
        guard count <= most else { throw .invalid(.password, .tooLong(most: most)) }
        let folded = password.lowercased()
        if isPattern(folded) || isCommon(folded) { throw .invalid(.password, .common) }
        if isMade(folded, of: own) { throw .invalid(.password, .personal) }
    }

    /// Few different characters, or a run such as 123456789012 or abcdefghijkl, forwards or back.
    private static func isPattern(_ password: String) -> Bool {
        let scalars = Array(password.unicodeScalars)
        guard Set(scalars).count >= 5 else { return true }
        var steps = 0
        for (one, next) in zip(scalars, scalars.dropFirst()) {
            let step = Int64(next.value) - Int64(one.value)
            if abs(step) <= 1 { steps += 1 }
        }
        return steps * 10 >= (scalars.count - 1) * 7 || isRepeated(scalars)
    }

    /// The same piece again and again: abcabcabcabc.
    private static func isRepeated(_ scalars: [Unicode.Scalar]) -> Bool {
        (1...max(1, scalars.count / 3)).contains { period in
            scalars.indices.allSatisfy { scalars[$0] == scalars[$0 % period] }
        }
    }

    /// A word that everybody tries, with digits and signs around it or in place of letters.
    private static func isCommon(_ password: String) -> Bool {
        let letters = letters(of: password)
        if letters.count < 4 { return password.utf8.allSatisfy { $0 < 128 } }
        var rest = Substring(letters)
        // A password of such words only: "passwordqwerty", "adminadminadmin".
        while let word = common.first(where: { rest.hasPrefix($0) }) { rest = rest.dropFirst(word.count) }
        return rest.count < 4
    }

    /// Her own words, or the brand's, with less than eight other characters.
    private static func isMade(_ password: String, of own: [String]) -> Bool {
        var rest = letters(of: password)
        let words = own.flatMap { text in
            text.lowercased().split { !$0.isLetter && !$0.isNumber }.map { letters(of: String($0)) }
        }
        var taken = 0
        for word in words.sorted(by: { $0.count > $1.count }) where word.count >= 4 {
            while let place = rest.firstRange(of: word) {
                rest.removeSubrange(place)
                taken += word.count
            }
        }
        return taken > 0 && password.count - taken < 8
    }

    /// Letters only, digits and signs that stand for letters read as those.
    private static func letters(of text: String) -> String {
        let meant: [Character: Character] = [
            "0": "o", "1": "i", "3": "e", "4": "a", "5": "s", "7": "t", "@": "a", "$": "s",
        ]
        var characters = Array(text)
        // Digits and signs at the end are decoration: Password2026!!
        while let last = characters.last, !last.isLetter { characters.removeLast() }
        while let first = characters.first, !first.isLetter, meant[first] == nil { characters.removeFirst() }
        return String(characters.compactMap { $0.isLetter ? $0 : meant[$0] })
    }

    /// What lists of leaked passwords have most often, as letters; longer ones first where one begins another.
    private static let common = [
        "administrator", "administrasi", "qwertyuiop", "asdfghjkl", "zxcvbnm", "passwords", "password", "passwort",
        "katasandi", "katalaluan", "rahasia", "sandi", "welcome", "selamat", "changeme", "letmein", "iloveyou",
        "sayang", "cintaku", "cinta", "trustno", "football", "baseball", "basketball", "liverpool", "manchester",
        "chelsea", "arsenal", "superman", "batman", "spiderman", "pokemon", "naruto", "sunshine", "princess", "dragon",
        "monkey", "shadow", "master", "michael", "jennifer", "jordan", "ashley", "daniel", "charlie", "computer",
        "internet", "samsung", "google", "facebook", "instagram", "whatsapp", "microsoft", "windows", "android",
        "qwerty", "qwertz", "azerty", "qazwsx", "asdfgh", "zxcvbn", "asdf", "qwer", "zxcv", "admin", "login", "root",
        "user", "guest", "test", "demo", "secret", "default", "summer", "winter", "spring", "autumn", "januari",
        "januari", "monday", "company", "office", "coffee", "kopi", "malaysia", "indonesia", "thailand", "jakarta",
        "bangkok", "bismillah", "alhamdulillah", "abcdefgh", "abcdef", "abcd", "abc", "pass", "word", "love", "hello",
        "setia", "loyalty", "member", "points", "million", "forever", "freedom", "whatever", "killer", "hunter",
        "ninja", "hannah", "thomas", "jessica", "pepper", "ginger", "cookie", "cheese", "banana", "flower", "matahari",
        "bintang", "garuda", "harimau", "persib", "anjing", "kucing", "doraemon", "starwars", "mustang", "ferrari",
        "mercedes", "porsche", "yamaha", "honda", "toyota", "corolla", "access", "passw",
    ].sorted { $0.count > $1.count }
}
