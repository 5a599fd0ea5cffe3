internal import Foundation

/// A text that a file beside the tests holds, to be compared to the byte.
///
/// `RECORD=1` in the environment writes the files anew; a person then reads the difference.
package enum Golden {
    /// What is wrong with `text`, or none where the file says the same.
    ///
    /// - Parameters:
    ///   - text: What came out.
    ///   - name: The file's name, in the directory `Golden` beside the calling file.
    ///   - file: The calling file; leave it out.
    /// - Returns: words for the test's failure: the first line that differs.
    package static func difference(of text: String, from name: String, file: String = #filePath) -> String? {
        let directory = URL(fileURLWithPath: file).deletingLastPathComponent().appendingPathComponent("Golden")
        let place = directory.appendingPathComponent(name)
        if ProcessInfo.processInfo.environment["RECORD"] == "1" {
            do {
                try FileManager.default.createDirectory(at: directory, withIntermediateDirectories: true)
                try Data(text.utf8).write(to: place)
                return nil
            } catch {
                return "\(place.path) cannot be written: \(error)"
            }
        }
        guard let kept = try? Data(contentsOf: place) else {
            return "there is no \(place.path); RECORD=1 makes it"
        }
        guard !kept.elementsEqual(text.utf8) else { return nil }
        let expected = lines(of: String(decoding: kept, as: UTF8.self))
        let found = lines(of: text)
        let shared = min(expected.count, found.count)
        let line = (0..<shared).first { !expected[$0].utf8.elementsEqual(found[$0].utf8) } ?? shared
        return """
            \(name), line \(line + 1)
            expected: \(line < expected.count ? String(expected[line]) : "the end")
            found:    \(line < found.count ? String(found[line]) : "the end")
            """
    }

    private static func lines(of text: String) -> [Substring] {
        text.split(separator: "\n", omittingEmptySubsequences: false)
    }
}
