/// The character that `&amp;` or `&#38;` stands for at `start`, and where the text goes on.
///
/// Numbers of no character are U+FFFD; a name that is not known stands for itself. The names of HTML 4 are known, with
/// and without their semicolons.
func entity(in bytes: [UInt8], at start: Int) -> ([Unicode.Scalar], next: Int) {
    let itself: ([Unicode.Scalar], Int) = (["&"], start + 1)
    guard start + 1 < bytes.count else { return itself }
    if bytes[start + 1] == UInt8(ascii: "#") { return numbered(in: bytes, at: start) ?? itself }
    var end = start + 1
    while end < bytes.count, end - start <= 12, bytes[end].isLetter || bytes[end].isDigit { end += 1 }
    let name = String(decoding: bytes[(start + 1)..<end], as: UTF8.self)
    guard let code = namedEntities[name], let scalar = Unicode.Scalar(code) else { return itself }
    let hasEnd = end < bytes.count && bytes[end] == Byte.semicolon
    return ([scalar], hasEnd ? end + 1 : end)
}

private func numbered(in bytes: [UInt8], at start: Int) -> ([Unicode.Scalar], next: Int)? {
    var index = start + 2
    let isHex = index < bytes.count && bytes[index] | 0x20 == UInt8(ascii: "x")
    if isHex { index += 1 }
    let digitStart = index
    var value: UInt32 = 0
    while index < bytes.count, let digit = bytes[index].hexDigit, isHex || digit < 10 {
        value = min(value * (isHex ? 16 : 10) + UInt32(digit), 0x11_0000)
        index += 1
    }
    guard index > digitStart else { return nil }
    if index < bytes.count, bytes[index] == Byte.semicolon { index += 1 }
    // Numbers of controls are taken for those of Windows, as browsers do.
    if (0x80...0x9F).contains(value) { value = UInt32(windows1252Controls[Int(value) - 0x80]) }
    let scalar = value == 0 ? nil : Unicode.Scalar(value)
    return ([scalar ?? "\u{FFFD}"], index)
}

private let namedEntities: [String: UInt32] = {
    var table: [String: UInt32] = [
        "amp": 38, "AMP": 38, "lt": 60, "LT": 60, "gt": 62, "GT": 62, "quot": 34, "QUOT": 34, "apos": 39, "OElig": 338,
        "oelig": 339, "Scaron": 352, "scaron": 353, "Yuml": 376, "fnof": 402, "circ": 710, "tilde": 732, "ensp": 8194,
        "emsp": 8195, "thinsp": 8201, "zwnj": 8204, "zwj": 8205, "lrm": 8206, "rlm": 8207, "ndash": 8211,
        "mdash": 8212, "lsquo": 8216, "rsquo": 8217, "sbquo": 8218, "ldquo": 8220, "rdquo": 8221, "bdquo": 8222,
        "dagger": 8224, "Dagger": 8225, "bull": 8226, "hellip": 8230, "permil": 8240, "prime": 8242, "Prime": 8243,
        "lsaquo": 8249, "rsaquo": 8250, "oline": 8254, "frasl": 8260, "euro": 8364, "trade": 8482, "larr": 8592,
        "uarr": 8593, "rarr": 8594, "darr": 8595, "harr": 8596, "minus": 8722, "infin": 8734, "asymp": 8776,
        "ne": 8800, "le": 8804, "ge": 8805, "loz": 9674, "spades": 9824, "clubs": 9827, "hearts": 9829, "diams": 9830,
    ]
    // U+00A0 to U+00FF, in their order.
    let latin = """
        nbsp iexcl cent pound curren yen brvbar sect uml copy ordf laquo not shy reg macr deg plusmn sup2 sup3 acute \
        micro para middot cedil sup1 ordm raquo frac14 frac12 frac34 iquest Agrave Aacute Acirc Atilde Auml Aring \
        AElig Ccedil Egrave Eacute Ecirc Euml Igrave Iacute Icirc Iuml ETH Ntilde Ograve Oacute Ocirc Otilde Ouml \
        times Oslash Ugrave Uacute Ucirc Uuml Yacute THORN szlig agrave aacute acirc atilde auml aring aelig ccedil \
        egrave eacute ecirc euml igrave iacute icirc iuml eth ntilde ograve oacute ocirc otilde ouml divide oslash \
        ugrave uacute ucirc uuml yacute thorn yuml
        """
    for (place, name) in latin.split(separator: " ").enumerated() { table[String(name)] = 0xA0 + UInt32(place) }
    // U+0391 to U+03C9, where 0x3A2 is no letter.
    let greek = """
        Alpha Beta Gamma Delta Epsilon Zeta Eta Theta Iota Kappa Lambda Mu Nu Xi Omicron Pi Rho - Sigma Tau Upsilon \
        Phi Chi Psi Omega
        """
    for (place, name) in greek.split(separator: " ").enumerated() where name != "-" {
        table[String(name)] = 0x391 + UInt32(place)
        table[String(name).loweredASCII] = 0x3B1 + UInt32(place)
    }
    table["sigmaf"] = 0x3C2
    return table
}()
