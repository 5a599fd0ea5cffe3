import Foundation

/// The example programme of this repository, as it stands in `examples/`.
let kopiSetia: String = {
    let root = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../../..")
    let file = root.standardizedFileURL.appending(path: "examples/kopi-setia.yaml")
    guard let text = try? String(contentsOf: file, encoding: .utf8) else { fatalError("no example at \(file.path)") }
    return text
}()
