/// JSON as it may stand within a script of a page, too: nothing in it ends the script.
///
/// `<`, `>` and `&` only stand in strings, where they mean the same when they are written as escapes. Whoever parses it
/// and writes it anew undoes that.
///
/// - Parameter json: JSON in UTF-8.
/// - Returns: the same value.
package func embeddable(_ json: [UInt8]) -> [UInt8] {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(json.count)
    for byte in json {
        switch byte {
        case UInt8(ascii: "<"): bytes += "\\u003c".utf8
        case UInt8(ascii: ">"): bytes += "\\u003e".utf8
        case UInt8(ascii: "&"): bytes += "\\u0026".utf8
        default: bytes.append(byte)
        }
    }
    return bytes
}
