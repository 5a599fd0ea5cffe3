internal import CZlib

/// `bytes` as gzip has them, at the highest level; none where zlib will not.
///
/// For what is compressed once and served often.
func gzipped(_ bytes: [UInt8]) -> [UInt8]? {
    var stream = z_stream()
    let gzipWindow: Int32 = 15 + 16
    guard
        deflateInit2_(
            &stream,
            Z_BEST_COMPRESSION,
            Z_DEFLATED,
            gzipWindow,
            8,
            Z_DEFAULT_STRATEGY,
            ZLIB_VERSION,
            Int32(MemoryLayout<z_stream>.size)
        ) == Z_OK
    else { return nil }
    defer { deflateEnd(&stream) }
    var result = [UInt8](repeating: 0, count: Int(deflateBound(&stream, UInt(bytes.count))))
    var input = bytes
    let status = input.withUnsafeMutableBufferPointer { from in
        result.withUnsafeMutableBufferPointer { to in
            stream.next_in = from.baseAddress
            stream.avail_in = UInt32(from.count)
            stream.next_out = to.baseAddress
            stream.avail_out = UInt32(to.count)
            return deflate(&stream, Z_FINISH)
        }
    }
    guard status == Z_STREAM_END else { return nil }
    result.removeLast(result.count - Int(stream.total_out))
    return result
}
