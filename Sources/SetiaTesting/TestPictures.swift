/// Pictures as cameras and programs write them, with much beside the picture: whole in their structure, and of nothing.
package enum TestPictures {
    /// What no published picture may hold.
    package static let secret = "3.1390N 101.6869E Ana's phone"

    /// A JPEG with Exif, a thumbnail, a comment, a colour profile, and something behind its end.
    ///
    /// - Parameters:
    ///   - turn: Which way up it is held, 1 to 8.
    ///   - size: In pixels.
    ///   - mark: A byte in its scan, so that two differ.
    /// - Returns: the file.
    package static func jpeg(turn: UInt8 = 1, size: (width: Int, height: Int) = (640, 480), mark: UInt8 = 7) -> [UInt8]
    {
        let entry: [UInt8] = [0x12, 0x01, 3, 0, 1, 0, 0, 0, turn, 0, 0, 0]
        let exif =
            Array("Exif".utf8) + [0, 0] + Array("II".utf8) + [0x2A, 0, 8, 0, 0, 0, 1, 0] + entry + [0, 0, 0, 0]
            + Array(secret.utf8)
        let frame: [UInt8] =
            [8] + two(size.height) + two(size.width) + [3, 1, 0x22, 0, 2, 0x11, 0, 3, 0x11, 0]
        return [0xFF, 0xD8] + segment(0xE0, Array("JFIF".utf8) + [0, 1, 2, 0, 0, 1, 0, 1, 0, 0])
            + segment(0xE1, exif) + segment(0xE1, Array("http://ns.adobe.com/xap/1.0/\u{0}\(secret)".utf8))
            + segment(0xE2, Array("ICC_PROFILE".utf8) + [0, 1, 1]) + segment(0xED, Array(secret.utf8))
            + segment(0xFE, Array(secret.utf8)) + segment(0xDB, [0] + [UInt8](repeating: 1, count: 64))
            + segment(0xC0, frame) + segment(0xC4, [0] + [UInt8](repeating: 0, count: 16))
            + segment(0xDA, [3, 1, 0, 2, 0x11, 3, 0x11, 0, 63, 0]) + [0x12, 0xFF, 0x00, mark, 0xFF, 0xD0, 0x34]
            + [0xFF, 0xD9] + Array(secret.utf8)
    }

    /// A PNG with Exif, texts, a time and a colour profile.
    package static func png(size: (width: Int, height: Int) = (64, 48), mark: UInt8 = 7) -> [UInt8] {
        let head = four(size.width) + four(size.height) + [8, 2, 0, 0, 0]
        return [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A] + chunk("IHDR", head)
            + chunk("iCCP", Array(secret.utf8)) + chunk("eXIf", Array(secret.utf8)) + chunk("tEXt", Array(secret.utf8))
            + chunk("zTXt", Array(secret.utf8)) + chunk("iTXt", Array(secret.utf8))
            + chunk("tIME", [1, 2, 3, 4, 5, 6, 7])
            + chunk("sRGB", [0]) + chunk("IDAT", [0x78, mark, 1, 2, 3]) + chunk("IEND", []) + Array(secret.utf8)
    }

    /// A WebP in its extended form with Exif, XMP and a colour profile.
    package static func webp(size: (width: Int, height: Int) = (320, 200), moves: Bool = false) -> [UInt8] {
        let (wide, high) = (little(size.width - 1, 3), little(size.height - 1, 3))
        let frame = [0, 0, 0, 0x9D, 0x01, 0x2A] + little(size.width, 2) + little(size.height, 2) + [1, 2, 3]
        let chunks =
            part("VP8X", [0x2C | (moves ? 2 : 0), 0, 0, 0] + wide + high) + part("ICCP", Array(secret.utf8))
            + part("VP8 ", frame) + part("EXIF", Array(secret.utf8)) + part("XMP ", Array(secret.utf8))
        return Array("RIFF".utf8) + little(chunks.count + 4, 4) + Array("WEBP".utf8) + chunks + Array(secret.utf8)
    }

    private static func segment(_ marker: UInt8, _ content: [UInt8]) -> [UInt8] {
        [0xFF, marker] + two(content.count + 2) + content
    }

    private static func chunk(_ name: String, _ content: [UInt8]) -> [UInt8] {
        let body = Array(name.utf8) + content
        var checksum: UInt32 = 0xFFFF_FFFF
        for byte in body {
            checksum ^= UInt32(byte)
            for _ in 0..<8 { checksum = checksum & 1 == 1 ? 0xEDB8_8320 ^ (checksum >> 1) : checksum >> 1 }
        }
        return four(content.count) + body + four(Int(checksum ^ 0xFFFF_FFFF))
    }

    private static func part(_ name: String, _ content: [UInt8]) -> [UInt8] {
        Array(name.utf8) + little(content.count, 4) + content + (content.count % 2 == 1 ? [0] : [])
    }

    private static func two(_ number: Int) -> [UInt8] { Array(four(number).suffix(2)) }

    private static func four(_ number: Int) -> [UInt8] {
        (0..<4).map { UInt8(truncatingIfNeeded: number >> (24 - 8 * $0)) }
    }

    private static func little(_ number: Int, _ width: Int) -> [UInt8] {
        (0..<width).map { UInt8(truncatingIfNeeded: number >> (8 * $0)) }
    }
}
