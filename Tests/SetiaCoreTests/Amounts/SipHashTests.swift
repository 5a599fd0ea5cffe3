import SetiaCore
import Testing

@Suite("SipHash-2-4")
struct SipHashTests {
    /// The published vectors: of the bytes 0, 1, 2 … under the key 00 01 … 0f (`vectors_sip64` of the reference).
    @Test(
        "the published vectors come out, byte by byte",
        arguments: [
            (0, UInt64(0x726f_db47_dd0e_0e31)), (1, 0x74f8_39c5_93dc_67fd), (2, 0x0d6c_8009_d9a9_4f5a),
            (3, 0x8567_6696_d7fb_7e2d), (4, 0xcf27_94e0_2771_87b7), (5, 0x1876_5564_cd99_a68d),
            (6, 0xcbc9_466e_58fe_e3ce), (7, 0xab02_00f5_8b01_d137), (8, 0x93f5_f579_9a93_2462),
            (15, 0xa129_ca61_49be_45e5),
        ]
    )
    func published(count: Int, expected: UInt64) {
        let hash = SipHash(first: 0x0706_0504_0302_0100, last: 0x0f0e_0d0c_0b0a_0908)
        #expect(hash((0..<count).map { UInt8($0) }) == expected)
    }

    @Test("another key gives other numbers")
    func keys() {
        let text = Array("setia".utf8)
        #expect(SipHash(first: 1, last: 2)(text) != SipHash(first: 2, last: 1)(text))
    }
}
