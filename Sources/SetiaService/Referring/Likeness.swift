internal import JSONText
internal import SetiaCore

/// What of a member may show that she and another one are one person, or live together (rules F-6 and F-11).
///
/// Read where a code is given, compared, and dropped.
struct Likeness {
    /// Her e-mail addresses without what does not tell them apart.
    let emails: Set<String>
    /// Her telephone numbers, and those by which networks know her, without what does not tell them apart.
    let phones: Set<String>
    /// Her name, folded.
    let name: String?
    /// Where she lives, folded.
    let home: String?
    /// Who began the household that she belongs to.
    let household: MemberID?

    init(identities: [Identity], person: JSONObject, household: MemberID?) {
        emails = Set(identities.filter { $0.kind == .email }.map { Likeness.bare(email: $0.value) })
        var numbers = identities.filter { $0.kind == .phone }.map(\.value)
        // Networks call a member by her number, behind the name of the brand's channel.
        numbers += identities.filter { $0.kind == .channel }.compactMap { one in
            one.value.firstIndex(of: ":").map { String(one.value[one.value.index(after: $0)...]) }
        }
        if let phone = person["phone"]?.string { numbers.append(phone) }
        phones = Set(numbers.compactMap { Likeness.bare(phone: $0) })
        name = person["name"].flatMap { Likeness.folded($0) }
        home = person["address"].flatMap { Likeness.folded($0) }
        self.household = household
    }

    /// What speaks for it that she is the other one, or of her house.
    func signs(with other: Likeness) -> [Referral.Sign] {
        var signs: [Referral.Sign] = []
        if !emails.isDisjoint(with: other.emails) { signs.append(.email) }
        if let name, name == other.name { signs.append(.name) }
        if !phones.isDisjoint(with: other.phones) { signs.append(.phone) }
        let isOneHouse = household.map { $0 == other.household } ?? false
        let isOneHome = home.map { $0 == other.home } ?? false
        if isOneHouse || isOneHome { signs.append(.household) }
        return signs
    }

    /// An address without its dots and what stands behind a plus: `a.na+shop@example.com` is `ana@example.com`.
    private static func bare(email: String) -> String {
        guard let at = email.lastIndex(of: "@") else { return email }
        let local = email[..<at].prefix { $0 != "+" }.filter { $0 != "." }
        return local + email[at...]
    }

    /// The beginning of a number's country and its last eight digits, so that the 0 that some write behind the country
    /// makes no difference: `+60 (0)12-345 6789` is `+60123456789`; none of what is no number with its country.
    private static func bare(phone: String) -> String? {
        let digits = phone.filter { ("0"..."9").contains($0) }
        let isPlain = phone.allSatisfy { ("0"..."9").contains($0) || "+ -().".contains($0) }
        guard isPlain, (10...16).contains(digits.count), digits.first != "0" else { return nil }
        return "\(digits.prefix(2))\(digits.suffix(8))"
    }

    /// Words in small letters with one blank between; of an object its texts in the order of their names.
    private static func folded(_ value: JSON) -> String? {
        let texts: [String]
        if let text = value.string {
            texts = [text]
        } else if let members = value.object?.members {
            texts = members.sorted { $0.key < $1.key }.compactMap { $0.value.string }
        } else {
            return nil
        }
        let words = texts.joined(separator: " ").lowercased()
            .split { $0.isWhitespace || $0 == "," || $0 == "." }.joined(separator: " ")
        return words.isEmpty ? nil : words
    }
}
