import Foundation
import Testing

@Suite("Files that are compiled in")
struct EmbeddedTests {
    /// The paths that a list embeds, with their names.
    private func embedded(_ list: String) throws -> [(name: String, path: String)] {
        let text = try String(
            contentsOf: House.root.appending(path: "Sources/CEmbedded/\(list)"),
            encoding: .utf8
        )
        return text.matches(of: #/\{"([^"]+)".*\n#embed "([^"]+)" suffix\(, 0\)/#).map { (String($0.1), String($0.2)) }
    }

    @Test("every template, text, style and script of pages is listed once, by its name")
    func pages() throws {
        let folder = House.root.appending(path: "Sources/SetiaPages").path
        let files = (FileManager.default.enumerator(atPath: folder)?.allObjects ?? []).compactMap { $0 as? String }
            .filter { $0.contains("/") && !$0.hasSuffix(".swift") }
        let listed = try embedded("pages.c")
        #expect(listed.map(\.path).sorted() == files.map { "../SetiaPages/\($0)" }.sorted())
        for file in listed where file.path.hasSuffix(".mustache") {
            #expect(file.path == "../SetiaPages/Templates/\(file.name).mustache")
        }
    }

    @Test("the documents that are listed are there")
    func documents() throws {
        let listed = try embedded("documents.c")
        #expect(Set(listed.map(\.name)).count == listed.count && listed.count > 20)
        for file in listed {
            let path = House.root.appending(path: "Sources/CEmbedded/\(file.path)").standardizedFileURL.path
            #expect(FileManager.default.fileExists(atPath: path), "\(file.path)")
        }
    }
}
