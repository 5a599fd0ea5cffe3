import Expressions
import Foundation
import Testing

/// What a writer of rules reads when an expression is refused: the place, the reason and the hint.
///
/// The golden file has an expression after `> `, with `\n` for the end of a line, and the message below it.
/// `GOLDEN=write` writes the messages anew.
@Suite("Messages")
struct MessageTests {
    private static let file = URL(filePath: #filePath).deletingLastPathComponent().appending(
        path: "Golden/messages.txt"
    )

    private let environment = Shop.environment

    @Test("a refused expression says where, why and what to write instead")
    func messages() throws {
        let golden = try String(contentsOf: Self.file, encoding: .utf8)
        let texts = golden.split(separator: "\n").filter { $0.hasPrefix("> ") }.map { String($0.dropFirst(2)) }
        var written = ""
        for text in texts {
            let source = text.replacingOccurrences(of: "\\n", with: "\n")
            written += "> \(text)\n\(message(for: source))\n\n"
        }
        if ProcessInfo.processInfo.environment["GOLDEN"] == "write" {
            try written.write(to: Self.file, atomically: true, encoding: .utf8)
        }
        #expect(written == golden)
        #expect(texts.count > 50)
    }

    private func message(for text: String) -> String {
        do throws(ExpressionFault) {
            _ = try environment.compile(text, expecting: .bool)
            return "compiles"
        } catch {
            return error.description
        }
    }
}
