/// A part of a programme for which there is a form.
package enum ProgrammePart: Sendable, Hashable {
    /// A kind of points, by its key.
    case wallet(String)
    /// A level of a ladder.
    case level(String, of: String)
    /// A rule, by its place in the document.
    case rule(Int)
    /// A rule that is not there yet.
    case newRule
    /// A reward, a promotion, a segment or a campaign, by its key.
    case named(Kind, String)
    /// One that is not there yet.
    case new(Kind)

    /// What stands in the document by a key of its own.
    package enum Kind: String, Sendable, Hashable, CaseIterable {
        case reward, promotion, segment, campaign

        /// The key under which all of them stand.
        package var root: String { "\(rawValue)s" }
    }

    /// What an address or a button says: `wallet:points`, `level:status/gold`, `rule:2`, `rule:new`, `reward:mug`, `new:reward`.
    package init?(text: String) {
        guard let colon = text.firstIndex(of: ":") else { return nil }
        let rest = String(text[text.index(after: colon)...])
        switch text[..<colon] {
        case "wallet": self = .wallet(rest)
        case "level":
            let names = rest.split(separator: "/", maxSplits: 1).map(String.init)
            guard names.count == 2 else { return nil }
            self = .level(names[1], of: names[0])
        case "rule" where rest == "new": self = .newRule
        case "rule":
            guard let place = Int(rest), place >= 0 else { return nil }
            self = .rule(place)
        case "new":
            guard let kind = Kind(rawValue: rest) else { return nil }
            self = .new(kind)
        default:
            guard let kind = Kind(rawValue: String(text[..<colon])), !rest.isEmpty else { return nil }
            self = .named(kind, rest)
        }
    }

    /// As it is said in an address or on a button.
    package var text: String {
        switch self {
        case .wallet(let key): "wallet:\(key)"
        case .level(let level, let set): "level:\(set)/\(level)"
        case .rule(let place): "rule:\(place)"
        case .newRule: "rule:new"
        case .named(let kind, let key): "\(kind.rawValue):\(key)"
        case .new(let kind): "new:\(kind.rawValue)"
        }
    }

    /// Whether it is named and not there yet.
    package var isNew: Bool { if case .new = self { true } else { false } }

    /// Whether it stands in the document by a key of its own, or will.
    package var isNamed: Bool {
        switch self {
        case .named, .new: true
        case .wallet, .level, .rule, .newRule: false
        }
    }

    /// What leads to it.
    package var path: [DocumentStep] {
        switch self {
        case .wallet(let key): [.key("wallets"), .key(key)]
        case .level(let level, let set): [.key("tiers"), .key(set), .key("levels"), .key(level)]
        case .rule(let place): [.key("rules"), .element(place)]
        case .newRule: [.key("rules")]
        case .named(let kind, let key): [.key(kind.root), .key(key)]
        case .new(let kind): [.key(kind.root)]
        }
    }
}

/// What a document names that forms offer for choice, as far as it can be read.
package struct ProgrammeOutline: Sendable {
    /// The languages of its texts, the first one first.
    package let languages: [String]
    /// What can be paid with.
    package let currencies: [String]
    /// The keys of its wallets.
    package let wallets: [String]
    /// Its ladders, each with its levels from the lowest up.
    package let ladders: [Ladder]
    /// The keys of its rewards, promotions, segments and campaigns.
    package let named: [ProgrammePart.Kind: [String]]
    /// The ids of its rules, in the order of the document; empty where one has none.
    package let rules: [String]

    /// A ladder with its levels.
    package struct Ladder: Sendable, Hashable {
        package let key: String
        package let levels: [String]
    }

    /// What a document names.
    package init(_ tree: YAMLTree) {
        let languages = tree["languages"]?.elements.compactMap(\.text) ?? []
        self.languages = languages.isEmpty ? ["en"] : languages
        currencies = tree["currencies"]?.members.map(\.key) ?? []
        wallets = tree["wallets"]?.members.map(\.key) ?? []
        ladders =
            tree["tiers"]?.members.map { Ladder(key: $0.key, levels: $0.value["levels"]?.members.map(\.key) ?? []) }
            ?? []
        named = Dictionary(
            uniqueKeysWithValues: ProgrammePart.Kind.allCases.map { ($0, tree[$0.root]?.members.map(\.key) ?? []) }
        )
        rules = tree["rules"]?.elements.map { $0["id"]?.text ?? "" } ?? []
    }
}
