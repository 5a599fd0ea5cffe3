import Foundation

/// The project's own files, as text.
enum House {
    struct File {
        let name: String
        let text: String

        var lines: [Line] {
            text.split(separator: "\n", omittingEmptySubsequences: false).enumerated().map {
                Line(number: $0.offset + 1, text: String($0.element))
            }
        }
    }

    struct Line {
        let number: Int
        let text: String

        var isComment: Bool { text.drop { $0 == " " }.hasPrefix("//") }

        /// The line without what stands in quotation marks or behind `//`.
        var withoutTexts: String {
            var code = text.replacing(#/"([^"\\]|\\.)*"/#, with: "\"\"")
            if let comment = code.range(of: "//") { code = String(code[..<comment.lowerBound]) }
            return code
        }
    }

    static let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent()

    /// The Swift files of a room.
    static func sources(of room: String) throws -> [File] {
        try files(below: root.appending(path: "Sources/\(room)"), endings: ["swift"])
    }

    /// Every text of the project that is ours.
    static func everything() throws -> [File] {
        let folders = ["Sources", "Tests", "docs", "scripts", "examples", "Benchmarks"]
        let endings: Set = ["swift", "md", "sh", "py", "lua", "yaml", "sql", "csv", "jsonl", "txt"]
        let below = try folders.flatMap { try files(below: root.appending(path: $0), endings: endings) }
        let top = try ["README.md", "CHANGELOG.md", "CONTRIBUTING.md", "Makefile", "Package.swift"].map { name in
            File(name: name, text: try String(contentsOf: root.appending(path: name), encoding: .utf8))
        }
        return below + top
    }

    private static func files(below folder: URL, endings: Set<String>) throws -> [File] {
        let all = FileManager.default.enumerator(at: folder, includingPropertiesForKeys: nil)?.allObjects ?? []
        return try all.compactMap { $0 as? URL }
            .filter { endings.contains($0.pathExtension) }
            .sorted { $0.path < $1.path }
            .map { File(name: $0.lastPathComponent, text: try String(contentsOf: $0, encoding: .utf8)) }
    }
}
