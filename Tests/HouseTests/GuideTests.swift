import Foundation
import SetiaAPI
import Testing

@Suite("The guides")
struct GuideTests {
    /// A page of ours by its path from the project's folder, such as `docs/rules/earning.md`.
    struct Page: CustomTestStringConvertible {
        let path: String
        let text: String

        var testDescription: String { path }

        /// Without what stands between fences.
        var words: String { text.replacing(#/(?ms)^ *```.*?^ *```$/#, with: "") }

        /// What its headings are linked by.
        var anchors: [String] {
            var seen: [String: Int] = [:]
            return words.matches(of: #/(?m)^#{1,4} (.+)$/#).map { heading in
                let plain = anchor(String(heading.1))
                let number = seen[plain, default: 0]
                seen[plain] = number + 1
                return number == 0 ? plain : "\(plain)-\(number)"
            }
        }
    }

    static let guides: [Page] = pages(below: "docs")

    static let all: [Page] = guides + ["README.md", "CONTRIBUTING.md", "CHANGELOG.md"].compactMap { page(at: $0) }

    private static func pages(below folder: String) -> [Page] {
        let names = FileManager.default.enumerator(atPath: House.root.appending(path: folder).path)?.allObjects ?? []
        return names.compactMap { $0 as? String }.filter { $0.hasSuffix(".md") }.sorted()
            .compactMap { page(at: "\(folder)/\($0)") }
    }

    private static func page(at path: String) -> Page? {
        (try? String(contentsOf: House.root.appending(path: path), encoding: .utf8)).map { Page(path: path, text: $0) }
    }

    @Test("every page of docs but the decisions is a guide that the server shows, and each guide is such a page")
    func served() {
        // Another page: an entry in Sources/CEmbedded/documents.c, a line in Documents.swift and one in Guide.swift.
        let pages = GuideTests.guides.map { String($0.path.dropFirst(5)) }.filter { !$0.hasPrefix("decisions/") }
        #expect(Set(pages) == Set(Guide.all.map(\.file)))
        #expect(Set(Guide.all.map(\.path)).count == Guide.all.count)
    }

    @Test("each link leads to a file that is there, and to a heading of it", arguments: all)
    func links(page: Page) throws {
        let folder = page.path.split(separator: "/").dropLast().map { String($0) }
        for link in page.words.matches(of: #/\]\(([^)\s]+)\)/#) where !link.1.hasPrefix("https://") {
            let parts = link.1.split(separator: "#", maxSplits: 1, omittingEmptySubsequences: false)
            var place = folder
            for step in parts[0].split(separator: "/") where step != "." {
                if step == ".." { _ = place.popLast() } else { place.append(String(step)) }
            }
            let target = parts[0].isEmpty ? page.path : place.joined(separator: "/")
            // Pictures of the first page are made by the browser tests.
            if target.hasPrefix("docs/pictures/") { continue }
            let file = House.root.appending(path: target)
            #expect(FileManager.default.fileExists(atPath: file.path), "\(link.1)")
            if parts.count > 1 {
                let anchors = try #require(GuideTests.page(at: target), "\(link.1)").anchors
                #expect(anchors.contains(String(parts[1])), "\(link.1)")
            }
        }
    }

    @Test("no page names a place of somebody's machine", arguments: all)
    func noMachines(page: Page) {
        for place in ["/home/", "/root/", "/Users/", "/tmp/", "C:\\"] {
            #expect(!page.text.contains(place), "\(place)")
        }
    }
}
