internal import JSONText
internal import SetiaCore
internal import SetiaWire

/// A member as her form has it: what is personal, and the facts that rules may know.
struct Person: Sendable {
    /// Whose names and feasts are hers.
    let heritage: Heritage
    /// Whether she fasts in Ramadan.
    let fasts: Bool
    /// The name that her household shares.
    let family: String
    /// Where she lives; what a household shares.
    let street: String
    /// What rules may know.
    let facts: MemberFacts
    /// Name and address, to be sealed.
    let document: JSONObject
    /// How she is recognised, the card first.
    let identities: [ParsedIdentity]
    /// What she agreed to when she joined.
    let consents: [Consent]

    /// Somebody who lives near a store.
    ///
    /// - Parameters:
    ///   - number: Her number among all members, from 0: makes her addresses hers alone.
    ///   - city: Where she lives.
    ///   - kin: Who of her household joined before her, or none.
    ///   - wording: The wording of the consent form of the day.
    ///   - chance: Her own.
    init(number: Int, city: City, kin: Person?, wording: Key, _ chance: inout Chance) {
        heritage = kin?.heritage ?? Person.heritage(in: city, &chance)
        fasts = Person.fasts(heritage, city, &chance)
        let name = Names.name(of: heritage, family: kin?.family, &chance)
        family = name.family
        street = kin?.street ?? Person.street(in: city.country, &chance)
        let language = Person.language(of: heritage, &chance)
        facts = MemberFacts(
            country: city.country.code,
            language: language,
            ageBand: ["18-24", "25-34", "35-44", "45-54", "55-64", "65+"][
                chance.place([0.17, 0.34, 0.25, 0.14, 0.07, 0.03])
            ]
        )
        var document: JSONObject = ["name": .string(name.full)]
        if chance.happens(kin == nil ? 0.35 : 1) {
            let postcode = city.postcode + padded(chance.below(1_000), to: 3)
            document.set(
                "address",
                .object([
                    "city": .string(city.name), "country": .string(city.country.code.text),
                    "postcode": .string(postcode), "street": .string(street),
                ])
            )
        }
        self.document = document
        identities = Person.identities(number, name, city.country, &chance)
        consents = Person.consents(identities, city.country, wording, &chance)
    }

    private static func heritage(in city: City, _ chance: inout Chance) -> Heritage {
        switch city.country {
        case .malaysia:
            let chinese = city.climate == .penang ? 0.42 : 0.28
            return [.malay, .chinese, .indian][chance.place([0.60, chinese, 0.10])]
        case .indonesia: return .indonesian
        case .thailand: return .thai
        }
    }

    private static func fasts(_ heritage: Heritage, _ city: City, _ chance: inout Chance) -> Bool {
        switch heritage {
        case .malay: true
        // Bali keeps other feasts.
        case .indonesian: chance.happens(city.name == "Denpasar" ? 0.15 : 0.87)
        case .thai: chance.happens(0.05)
        case .chinese, .indian: false
        }
    }

    private static func language(of heritage: Heritage, _ chance: inout Chance) -> Key {
        switch heritage {
        case .malay: chance.happens(0.78) ? "ms" : "en"
        case .chinese: chance.happens(0.86) ? "en" : "ms"
        case .indian: chance.happens(0.8) ? "en" : "ms"
        case .indonesian: chance.happens(0.93) ? "id" : "en"
        case .thai: chance.happens(0.91) ? "th" : "en"
        }
    }

    private static func street(in country: Country, _ chance: inout Chance) -> String {
        let number = chance.number(1...98)
        switch country {
        case .malaysia:
            let names = ["Mawar", "Melur", "Kenanga", "Cempaka", "Teratai", "Anggerik", "Seroja", "Dahlia"]
            return "\(number), Jalan \(chance.one(of: names)) \(chance.number(1...12))/\(chance.number(1...30))"
        case .indonesia:
            let names = ["Melati", "Anggrek", "Kenari", "Merpati", "Cendana", "Flamboyan", "Kamboja", "Bougenville"]
            return "Jl. \(chance.one(of: names)) No. \(number)"
        case .thailand:
            let names = ["Sukjai", "Ruamjai", "Pattana", "Charoen", "Mitrphap", "Siriwan"]
            return "\(number)/\(chance.number(1...40)) Soi \(chance.one(of: names)) \(chance.number(1...25))"
        }
    }

    /// A card for everybody; most have an e-mail, a telephone, or both besides.
    private static func identities(
        _ number: Int,
        _ name: WrittenName,
        _ country: Country,
        _ chance: inout Chance
    ) -> [ParsedIdentity] {
        var identities = [ParsedIdentity(kind: "card", value: card(number))]
        let way = chance.place([0.40, 0.28, 0.24, 0.08])
        if way == 0 || way == 2 {
            identities.append(ParsedIdentity(kind: "email", value: "\(name.plain)\(number + 1)@example.com"))
        }
        if way == 1 || way == 2 {
            // Subscribers' numbers do not begin with 0: these reach nobody.
            let prefix =
                switch country {
                case .malaysia: "+60100"
                case .indonesia: "+628990"
                case .thailand: "+66600"
                }
            identities.append(ParsedIdentity(kind: "phone", value: prefix + padded(number, to: 6)))
        }
        return identities
    }

    /// KS, seven digits, and one that checks them (Luhn's).
    static func card(_ number: Int) -> String {
        let digits = padded(1_000_000 + number, to: 7)
        var sum = 0
        for (place, digit) in digits.utf8.reversed().enumerated() {
            let value = Int(digit) - 48
            let doubled = place.isMultiple(of: 2) ? value * 2 : value
            sum += doubled > 9 ? doubled - 9 : doubled
        }
        return "KS\(digits)\((10 - sum % 10) % 10)"
    }

    private static func consents(
        _ identities: [ParsedIdentity],
        _ country: Country,
        _ wording: Key,
        _ chance: inout Chance
    ) -> [Consent] {
        var consents: [Consent] = []
        for identity in identities.dropFirst() {
            let channel: Key =
                identity.kind == "email" ? "email" : country == .thailand ? "line" : "whatsapp"
            guard chance.happens(0.72) else { continue }
            // What was agreed to on paper that nobody kept is unproven.
            let evidence: Key? =
                switch chance.place([0.62, 0.31, 0.07]) {
                case 0: "app sign-up"
                case 1: Key("counter form \(chance.number(1_000...9_999))")
                default: nil
                }
            let given = chance.happens(0.9)
            consents.append(
                Consent(purpose: "marketing", channel: channel, isGiven: given, wording: wording, evidence: evidence)
            )
        }
        return consents
    }
}

/// A whole number with zeros before it.
func padded(_ number: Int, to width: Int) -> String {
    let digits = String(number)
    return String(repeating: "0", count: max(0, width - digits.utf8.count)) + digits
}
