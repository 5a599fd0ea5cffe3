internal import CQREncode

/// A QR code as a picture of one path, dark squares on nothing, with the quiet zone that readers need.
///
/// - Parameters:
///   - text: What it says; at most some 2,000 bytes.
///   - label: What it is, for those who do not see it.
/// - Returns: an SVG, to be put into a page as it is; none where the text is too long.
func qrCode(_ text: String, label: String) -> String? {
    guard let code = QRcode_encodeString8bit(text, 0, QR_ECLEVEL_M) else { return nil }
    defer { QRcode_free(code) }
    let width = Int(code.pointee.width)
    guard let data = code.pointee.data else { return nil }
    var path = ""
    for y in 0..<width {
        var x = 0
        while x < width {
            guard data[y * width + x] & 1 == 1 else {
                x += 1
                continue
            }
            let start = x
            while x < width, data[y * width + x] & 1 == 1 { x += 1 }
            path += "M\(start + 4) \(y + 4)h\(x - start)v1h-\(x - start)z"
        }
    }
    let size = width + 8
    return """
        <svg class="qr" role="img" aria-label="\(escaped(label))" viewBox="0 0 \(size) \(size)" \
        shape-rendering="crispEdges"><path fill="#fff" d="M0 0h\(size)v\(size)H0z"/>\
        <path fill="#000" d="\(path)"/></svg>
        """
}

/// `text` as it may stand in HTML.
func escaped(_ text: String) -> String {
    var result = ""
    for scalar in text.unicodeScalars {
        switch scalar {
        case "&": result += "&amp;"
        case "<": result += "&lt;"
        case ">": result += "&gt;"
        case "\"": result += "&quot;"
        case "'": result += "&#39;"
        default: result.unicodeScalars.append(scalar)
        }
    }
    return result
}
