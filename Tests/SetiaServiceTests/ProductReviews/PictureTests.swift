import SetiaCore
import SetiaTesting
import Testing

@Suite("Pictures that members send")
struct PictureTests {
    private static let limit = 5 << 20

    private static func all(_ mark: UInt8 = 7) -> [(kind: Picture.Kind, bytes: [UInt8])] {
        [(.jpeg, TestPictures.jpeg(mark: mark)), (.png, TestPictures.png(mark: mark)), (.webp, TestPictures.webp())]
    }

    private func trouble(_ bytes: [UInt8], atMost most: Int = limit) -> PictureTrouble? {
        do {
            _ = try Picture(cleaning: bytes, atMost: most)
            return nil
        } catch {
            return error
        }
    }

    @Test("U-10: what a camera writes beside a picture is gone, and so is what stands behind its end")
    func clean() throws {
        let secret = Array(TestPictures.secret.utf8)
        for (kind, bytes) in Self.all() {
            #expect(bytes.firstRange(of: secret) != nil)
            let picture = try Picture(cleaning: bytes, atMost: Self.limit)
            #expect(picture.kind == kind)
            for word in [secret, Array("Exif".utf8), Array("ICC".utf8), Array("adobe".utf8), Array("EXIF".utf8)] {
                #expect(picture.bytes.firstRange(of: word) == nil, "\(kind)")
            }
            let again = try Picture(cleaning: picture.bytes, atMost: Self.limit)
            #expect(again == picture, "cleaned twice it is the same: \(kind)")
        }
        let size = try Picture(cleaning: TestPictures.webp(), atMost: Self.limit)
        #expect(size.width == 320 && size.height == 200)
    }

    @Test("U-10: which way up it is held stays, and nothing else of Exif", arguments: 1...8)
    func turned(turn: Int) throws {
        let picture = try Picture(cleaning: TestPictures.jpeg(turn: UInt8(turn)), atMost: Self.limit)
        #expect(picture.width == (turn < 5 ? 640 : 480) && picture.height == (turn < 5 ? 480 : 640))
        let exif = Array("Exif".utf8)
        #expect((picture.bytes.firstRange(of: exif) == nil) == (turn == 1))
        #expect(picture.bytes.firstRange(of: Array(TestPictures.secret.utf8)) == nil)
        #expect(try Picture(cleaning: picture.bytes, atMost: Self.limit) == picture)
    }

    @Test("U-10: a picture that is not whole is none, wherever it ends")
    func cutOff() throws {
        for (kind, bytes) in Self.all() {
            let whole = try Picture(cleaning: bytes, atMost: Self.limit).bytes
            for length in 0..<whole.count {
                let found = trouble(Array(whole.prefix(length)))
                #expect(found != nil, "\(kind), \(length) bytes")
                if length >= 12 { #expect(found == .cutOff, "\(kind), \(length) bytes") }
            }
        }
    }

    @Test("U-10: it goes by its bytes; what moves, is too large or no picture at all is not taken")
    func refused() {
        for text in [
            "", "GIF89a", "<svg xmlns='http://www.w3.org/2000/svg'><script/></svg>", "%PDF-1.7", "RIFF....WAVE",
        ] {
            #expect(trouble(Array(text.utf8)) == .notAPicture, "\(text)")
        }
        #expect(trouble(TestPictures.webp(moves: true)) == .moves)
        let bytes = TestPictures.png()
        #expect(trouble(bytes, atMost: bytes.count - 1) == .tooLarge(bytes.count - 1))
        #expect(trouble(TestPictures.png(size: (16_385, 1))) == .tooManyPixels)
        #expect(trouble(TestPictures.jpeg(size: (10_000, 5_001))) == .tooManyPixels)
        #expect(trouble(TestPictures.jpeg(size: (0, 10))) == .broken)
        var other = bytes
        other[20] ^= 1
        #expect(trouble(other) == .broken, "a checksum that does not fit")
    }

    @Test("whatever bytes come, a picture is taken or refused, and what is taken is taken again", arguments: 0..<200)
    func anyBytes(seed: UInt64) throws {
        var random = SplitMix64(seed: seed)
        for (_, whole) in Self.all(UInt8.random(in: 0...254, using: &random)) {
            var bytes = whole
            for _ in 0..<Int.random(in: 1...4, using: &random) {
                bytes[Int.random(in: 0..<bytes.count, using: &random)] = UInt8.random(in: 0...255, using: &random)
            }
            guard let picture = try? Picture(cleaning: bytes, atMost: Self.limit) else { continue }
            #expect(try Picture(cleaning: picture.bytes, atMost: Self.limit).bytes == picture.bytes)
        }
    }
}
