import Foundation
import JSONText
import Testing

/// The cases of other systems that lie beside the project, held against the page of those that are tested.
@Suite("Cases of other systems: none is forgotten")
struct PeerCasesTests {
    @Test("the cases are there where it counts", .enabled(if: PeerCases.isCI))
    func areThere() {
        #expect(PeerCases.areThere, "the file shared/cases/peer_cases.jsonl beside the project is missing")
    }

    @Test("each case that we hold has a test, or the page says what it still needs", .enabled(if: PeerCases.areThere))
    func noneIsForgotten() throws {
        let cases = try PeerCases.all()
        #expect(cases.count > 170)
        let held = Set(cases.filter { ["adopt", "option", "counterexample"].contains($0.stance) }.map(\.id))
        let (tested, open) = (Set(try PeerCases.tested()), Set(try PeerCases.open()))
        #expect(held.subtracting(tested).sorted() == open.intersection(held).sorted(), "neither tested nor on the page")
        #expect(tested.intersection(open) == [], "tested, and still on the list of what is not there")
    }

    @Test("what a case still needs is said in words")
    func reasons() throws {
        #expect(try PeerCases.open().count < 20)
        for row in try PeerCases.openRows() { #expect(row.reason.count > 20, "\(row.id) says no reason") }
    }
}

/// The cases beside the project, the page about them, and the tests that name them.
enum PeerCases {
    struct Case: Sendable {
        let id: String
        /// What we make of it: `adopt`, `option`, `counterexample` or `differs`.
        let stance: String
    }

    /// The file beside the project, found from this file's place.
    private static let file: URL = {
        var root = URL(filePath: #filePath)
        while root.path != "/", !FileManager.default.fileExists(atPath: root.appending(path: "Package.swift").path) {
            root.deleteLastPathComponent()
        }
        return root.appending(path: "../shared/cases/peer_cases.jsonl").standardizedFileURL
    }()

    static var areThere: Bool { FileManager.default.fileExists(atPath: file.path) }
    static var isCI: Bool { ProcessInfo.processInfo.environment["CI"] != nil }

    static func all() throws -> [Case] {
        try String(contentsOf: file, encoding: .utf8).split(separator: "\n").map { line in
            let json = try JSON.parse(Array(line.utf8))
            return Case(id: json["id"]?.string ?? "", stance: json["setia"]?.string ?? "")
        }
    }

    private static let notYet = "\n## What is not there yet\n"

    private static func page() throws -> (held: String, open: String) {
        let page = try Pages.text(of: "docs/rules/peer-cases.md")
        guard let heading = page.range(of: notYet) else { return (page, "") }
        return (String(page[..<heading.lowerBound]), String(page[heading.upperBound...]))
    }

    /// The ids in the table of what is held.
    static func written() throws -> [String] {
        try page().held.matches(of: #/\n\| ([A-Z]+(?:-[A-Z]+)?-[0-9]+) \|/#).map { String($0.output.1) }
    }

    /// The ids in the table of what is not there yet, with what each needs.
    static func openRows() throws -> [(id: String, reason: String)] {
        try page().open.matches(of: #/\n\| ([A-Z]+(?:-[A-Z]+)?-[0-9]+) \| ([^|]+) \|/#).map { match in
            (String(match.output.1), String(match.output.2))
        }
    }

    static func open() throws -> [String] { try openRows().map(\.id) }

    /// The ids in the names of tests.
    static func tested() throws -> [String] {
        try ["SetiaAPITests", "SetiaCoreTests", "SetiaServiceTests", "SetiaStoreTests"].flatMap { room in
            try Pages.text(below: "Tests/\(room)", ending: "CaseTests.swift", beginning: "Peer")
                .matches(of: #/@Test\(\s*"([^":]+):/#).flatMap { match in
                    match.output.1.split(separator: ", ").map { String($0) }
                }
        }
    }
}
