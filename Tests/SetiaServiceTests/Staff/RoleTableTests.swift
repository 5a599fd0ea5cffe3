import Foundation
import SetiaService
import Testing

@Suite("Staff: the table of roles")
struct RoleTableTests {
    @Test("S-1: the table on the page is the table in the code")
    func pageAgrees() throws {
        let page = try String(contentsOf: Self.root.appending(path: "docs/rules/staff.md"), encoding: .utf8)
        let rows = page.split(separator: "\n").filter { $0.hasPrefix("| `") }.map { row in
            row.split(separator: "|").map { $0.trimmingCharacters(in: .whitespaces) }
        }
        let expected = Permission.allCases.map { permission in
            ["`\(permission.rawValue)`"] + Role.allCases.map { $0.may(permission) ? "yes" : "–" }
                + [permission.isBrandWide ? "yes" : "–"]
        }
        #expect(rows.map { [$0[0]] + $0.dropFirst(2) } == expected)
        let heads = page.split(separator: "\n").first { $0.hasPrefix("| permission") }
        #expect(heads?.contains(Role.allCases.map(\.rawValue).joined(separator: " | ")) == true)
    }

    private static let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().deletingLastPathComponent()
}
