import Foundation
import SetiaWire
import Testing

@Suite("The pages of the rules")
struct RulePagesTests {
    @Test("each rule has an example and names tests that are there", arguments: try Pages.rules())
    func rule(rule: Pages.Rule) throws {
        #expect(rule.text.contains("*Example.*") || rule.text.contains("|--"), "\(rule.number) has no example")
        #expect(!rule.tests.isEmpty, "\(rule.number) names no test")
        let tests = try Pages.tests()
        for test in rule.tests { #expect(tests.contains("\"\(test)\""), "\(rule.number): there is no test '\(test)'") }
    }

    @Test("each rule that the core names has its place in a page")
    func eachRuleIsThere() throws {
        let written = Set(try Pages.rules().map(\.number))
        let core = try ["Sources/SetiaCore", "Sources/SetiaCare"].map { try Pages.text(below: $0, ending: ".swift") }
        let named = core.flatMap { $0.matches(of: #/\b[CDEGHIJKLMPQRTVWXY]-[1-9][0-9]?\b/#).map { String($0.output) } }
        #expect(Set(named).subtracting(written) == [])
    }

    @Test("each case of another system is in the name of a test, and each that a test names is on the page")
    func peerCases() throws {
        let written = try PeerCases.written()
        #expect(written.count > 40)
        #expect(try written.sorted() == PeerCases.tested().sorted())
    }

    @Test("each programme on the page of the programme can be taken, as it stands there")
    func programmes() throws {
        let page = try Pages.text(of: "docs/rules/programme.md")
        let examples = page.matches(of: #/```yaml\n((?:.*\n)*?)```/#).map { String($0.output.1) }
        #expect(!examples.isEmpty)
        for example in examples { #expect(parseProgramme(example).problems == []) }
    }

    @Test("the problems on the page of the programme are what a broken example gives")
    func problems() throws {
        let page = try Pages.text(of: "docs/rules/programme.md")
        let broken = kopiSetia.replacing("1 per 8.00", with: "1 per 0").replacing("(\"gold\")", with: "(\"diamond\")")
        let found = parseProgramme(broken).problems
        #expect(found.count == 2)
        for problem in found {
            let isThere = page.contains(problem.description)
            #expect(isThere, "\(problem)")
        }
    }
}

/// The pages of `docs/rules`, and the tests that they name.
enum Pages {
    struct Rule: Sendable, CustomTestStringConvertible {
        let number: String
        let text: String

        /// The names in quotation marks after "Held by:".
        var tests: [String] {
            guard let heldBy = text.range(of: "\nHeld by: ") else { return [] }
            let names = text[heldBy.upperBound...].prefix(through: text[heldBy.upperBound...].endIndexOfParagraph)
            return names.matches(of: #/"([^"]+)"/#).map { String($0.output.1) }
        }

        var testDescription: String { number }
    }

    static func rules() throws -> [Rule] {
        try [
            "earning", "ledger", "returns", "tiers", "deciding", "staff", "rewards", "vouchers", "contact", "campaigns",
            "milestones", "broadcasts", "surveys", "phases", "cases", "households", "journeys", "channels",
            "gatherings", "referral",
        ].flatMap {
            page in
            try text(of: "docs/rules/\(page).md").split(separator: "\n## ").dropFirst().map { section in
                Rule(number: String(section.prefix { $0 != ":" }), text: String(section))
            }
        }
    }

    static func tests() throws -> String {
        try [
            "SetiaCoreTests", "SetiaCareTests", "SetiaWireTests", "SetiaServiceTests", "SetiaStoreTests",
            "SetiaInsightTests", "SetiaVaultTests", "SetiaWebTests", "SetiaCommandsTests",
            "SetiaAPITests", "SetiaChannelsTests", "EndToEndTests",
        ].map { room in
            try text(below: "Tests/\(room)", ending: ".swift")
        }.joined(separator: "\n")
    }

    static func text(of file: String) throws -> String {
        try String(contentsOf: root.appending(path: file), encoding: .utf8)
    }

    static func text(below folder: String, ending: String, beginning: String = "") throws -> String {
        let files = FileManager.default.enumerator(atPath: root.appending(path: folder).resolvingSymlinksInPath().path)
        let names = (files?.allObjects ?? []).compactMap { $0 as? String }.filter { name in
            name.hasSuffix(ending) && (name.split(separator: "/").last ?? "").hasPrefix(beginning)
        }
        return try names.sorted().map { try text(of: "\(folder)/\($0)") }.joined(separator: "\n")
    }

    private static let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent()
}

extension Substring {
    /// Where the first empty line begins, or the end.
    fileprivate var endIndexOfParagraph: Index {
        range(of: "\n\n")?.lowerBound ?? index(before: endIndex)
    }
}
