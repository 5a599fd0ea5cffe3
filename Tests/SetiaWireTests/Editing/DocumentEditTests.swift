import SetiaWire
import Testing

/// A document with most of the ways in which people write one.
private let mixed = """
    # At the top.
    programme: café      # Thai: คะแนน
    wallets:
      points:            # the only one
        name: {en: points, "ms": 'mata, mata'}
        activation: 14 days              # when an order can no longer be returned
        expiry:
          rolling: 12 months   # a year
          roundedUpTo: month

        rates:
          MYR: 1 per 1.00
    levels: {silver: 0 MYR, gold: {from: 2000 MYR, name: Gold}}

    rules:
      - id: welcome
        on: member.enrolled
        earn: {wallet: points, fixed: 50}

      # For those who like coffee.
      - id: coffee
        on: order.paid
        when: event.lines.exists(line, "coffee" in line.categories)
        earn: {wallet: points, fixed: 5}   # five
        why: >
          Coffee
          bonus

      - {id: last, on: order.paid, multiply: 2}

    """

private struct Change: Sendable, CustomTestStringConvertible {
    let what: String
    let edit: @Sendable (inout DocumentEdit) throws -> Void
    let old: String
    let new: String

    init(_ what: String, _ old: String, _ new: String, _ edit: @escaping @Sendable (inout DocumentEdit) throws -> Void)
    {
        (self.what, self.old, self.new, self.edit) = (what, old, new, edit)
    }

    var testDescription: String { what }
}

@Suite("A document edited in place")
struct DocumentEditTests {
    @Test("a change touches what it names and nothing else", arguments: changes)
    private func touchesOnlyThat(change: Change) throws {
        var edit = try DocumentEdit(mixed)
        try change.edit(&edit)
        guard let range = mixed.firstRange(of: change.old) else {
            Issue.record("the document has no '\(change.old)'")
            return
        }
        #expect(edit.text == mixed[..<range.lowerBound] + change.new + mixed[range.upperBound...])
    }

    private static let wallet: [DocumentStep] = [.key("wallets"), .key("points")]

    private static let changes = [
        Change("a value behind which a comment stands", "14 days ", "3 days ") {
            try $0.set(wallet + [.key("activation")], to: .text("3 days"))
        },
        Change("a value behind which there are Thai letters", "café ", "kopi ") {
            try $0.set([.key("programme")], to: .text("kopi"))
        },
        Change("a value in braces", "'mata, mata'", "mata") {
            try $0.set(wallet + [.key("name"), .key("ms")], to: .text("mata"))
        },
        Change("a value that needs quotation marks", "en: points,", "en: 'points, many',") {
            try $0.set(wallet + [.key("name"), .key("en")], to: .text("points, many"))
        },
        Change(
            "a map on several lines",
            "expiry:\n      rolling: 12 months   # a year\n      roundedUpTo: month",
            "expiry: none"
        ) {
            try $0.set(wallet + [.key("expiry")], to: .text("none"))
        },
        Change("a member of a map on several lines", "12 months ", "6 months ") {
            try $0.set(wallet + [.key("expiry"), .key("rolling")], to: .text("6 months"))
        },
        Change("a new member comes behind the last", "MYR: 1 per 1.00", "MYR: 1 per 1.00\n      THB: none") {
            try $0.set(wallet + [.key("rates"), .key("THB")], to: .text("none"))
        },
        Change(
            "a new member comes to its place",
            "days              # when an order can no longer be returned",
            "days              # when an order can no longer be returned\n    cap: 5 points per day"
        ) {
            try $0.set(
                wallet + [.key("cap")],
                to: .text("5 points per day"),
                order: ["name", "activation", "cap", "expiry"]
            )
        },
        Change("a new member in braces", "name: Gold}", "name: Gold, more: 1}") {
            try $0.set([.key("levels"), .key("gold"), .key("more")], to: .text("1"))
        },
        Change("a value in braces in braces", "2000 MYR", "3000 MYR") {
            try $0.set([.key("levels"), .key("gold"), .key("from")], to: .text("3000 MYR"))
        },
        Change("a member goes", "    when: event.lines.exists(line, \"coffee\" in line.categories)\n", "") {
            try $0.remove([.key("rules"), .element(1), .key("when")])
        },
        Change("a text over several lines is replaced as a whole", "why: >\n      Coffee\n      bonus", "why: Coffee") {
            try $0.set([.key("rules"), .element(1), .key("why")], to: .text("Coffee"))
        },
        Change(
            "an element goes with its comment",
            "  # For those who like coffee.\n  - id: coffee\n    on: order.paid\n    when: event.lines.exists(line, \"coffee\" in line.categories)\n    earn: {wallet: points, fixed: 5}   # five\n    why: >\n      Coffee\n      bonus\n\n",
            ""
        ) {
            try $0.remove([.key("rules"), .element(1)])
        },
        Change(
            "a new element comes behind the last, parted as they are",
            "multiply: 2}",
            "multiply: 2}\n\n  - id: new\n    on: order.paid\n    earn: {wallet: points, fixed: 1}"
        ) {
            try $0.append(
                .members(
                    ("id", .text("new")),
                    ("on", .text("order.paid")),
                    ("earn", .members(("wallet", .text("points")), ("fixed", .text("1"))))
                ),
                to: [.key("rules")]
            )
        },
        Change("a member in braces goes with its comma", "silver: 0 MYR, ", "") {
            try $0.remove([.key("levels"), .key("silver")])
        },
        Change("the last member in braces goes with its comma", ", multiply: 2", "") {
            try $0.remove([.key("rules"), .element(2), .key("multiply")])
        },
    ]

    @Test("what says the same already is not touched")
    func sameStays() throws {
        var edit = try DocumentEdit(mixed)
        try edit.set([.key("wallets"), .key("points"), .key("name"), .key("ms")], to: .text("mata, mata"))
        #expect(edit.text == mixed)
    }

    @Test("a list that is not there comes to the end of the document")
    func newList() throws {
        var edit = try DocumentEdit("programme: small")
        try edit.append(.members(("id", .text("a"))), to: [.key("rules")])
        #expect(edit.text == "programme: small\n\nrules:\n  - id: a\n")
        try edit.append(.members(("id", .text("b"))), to: [.key("rules")])
        #expect(edit.text == "programme: small\n\nrules:\n  - id: a\n  - id: b\n")
    }

    @Test("a key without a value gets one")
    func emptyValue() throws {
        var edit = try DocumentEdit("a:   # to come\nb:\nc: 1\n")
        try edit.set([.key("b")], to: .members(("x", .text("1"))))
        #expect(edit.text == "a:   # to come\nb: {x: 1}\nc: 1\n")
    }

    @Test(
        "any text that is written comes out as it went in",
        arguments: [
            "plain", "", " spaces ", "a: b", "a #b", "#a", "- a", "-5", "{a}", "a, b", "it's", "say \"hi\"",
            "both ' and \"",
            "\\n", "line\nbreak", "tab\there", "คะแนน", "🎁 gift", "null", "true", "*star", "&and", "!bang", "%", "@at",
            "`tick",
            "ends:", "? what", "| bar", "> more", "\u{2028}", "\u{85}", "~", "=", "<<",
        ]
    )
    func anyText(text: String) throws {
        for document in ["a: {b: x, c: [y, z]}\nd: w\n", "a:\n  b: x\n  c:\n    - y\n    - z\nd: w # end\n"] {
            for path in [[.key("a"), .key("b")], [.key("a"), .key("c"), .element(0)], [.key("d")]] as [[DocumentStep]] {
                var edit = try DocumentEdit(document)
                try edit.set(path, to: .text(text))
                #expect(edit.tree[path]?.text == text)
                #expect(edit.tree[[.key("a"), .key("c"), .element(1)]]?.text == "z")
            }
        }
    }

    @Test("what is written in a way that is not understood is refused and stays")
    func refused() throws {
        let document = "a: one\n  two\nb: 1\n"
        var edit = try DocumentEdit(document)
        #expect(throws: UneditableDocument.self) { try edit.set([.key("a")], to: .text("x")) }
        #expect(throws: UneditableDocument.self) { try edit.set([.key("b"), .key("c")], to: .text("x")) }
        #expect(edit.text == document)
        #expect(throws: UneditableDocument.self) { _ = try DocumentEdit("a: [") }
        #expect(throws: UneditableDocument.self) { _ = try DocumentEdit("- a") }
    }

    @Test("whatever is changed, and however often, all else says what it said", arguments: 0..<30)
    func law(seed: UInt64) throws {
        var random = SplitMix64(seed: seed)
        let documents = [mixed, kopiSetia] + ProgrammeTemplate.allCases.map { $0.document() }
        var edit = try DocumentEdit(documents[Int(seed) % documents.count])
        let comments = edit.text.split(separator: "\n").filter { $0.drop { $0 == " " }.hasPrefix("#") }.count
        for _ in 0..<20 {
            let paths = leaves(edit.tree, [])
            let path = paths[Int.random(in: 0..<paths.count, using: &random)]
            let text = ["x", "a, b", "1 per 2.00", "it's: \"so\"", "ไทย"][Int.random(in: 0..<5, using: &random)]
            let before = edit
            // A text over several lines may be refused; then nothing has changed.
            do { try edit.set(path, to: .text(text)) } catch { #expect(edit.text == before.text) }
            for other in paths where other != path {
                #expect(edit.tree[other]?.text == before.tree[other]?.text)
            }
        }
        #expect(edit.text.split(separator: "\n").filter { $0.drop { $0 == " " }.hasPrefix("#") }.count == comments)
    }

    private func leaves(_ tree: YAMLTree, _ path: [DocumentStep]) -> [[DocumentStep]] {
        switch tree {
        case .text: [path]
        case .list(let elements): elements.enumerated().flatMap { leaves($1, path + [.element($0)]) }
        case .map(let members): members.flatMap { leaves($0.value, path + [.key($0.key)]) }
        }
    }
}
