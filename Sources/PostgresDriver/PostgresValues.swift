internal import SQLBase

/// PostgreSQL's numbers for the types that we know, from its `pg_type.dat`.
enum TypeNumber {
    static let bool: UInt32 = 16
    static let bytes: UInt32 = 17
    static let int8: UInt32 = 20
    static let int2: UInt32 = 21
    static let int4: UInt32 = 23
    static let text: UInt32 = 25
    static let bytesArray: UInt32 = 1001
    static let textArray: UInt32 = 1009
    static let int8Array: UInt32 = 1016
    static let void: UInt32 = 2278
    static let oid: UInt32 = 26
    static let name: UInt32 = 19
    static let varchar: UInt32 = 1043
    static let char: UInt32 = 18
}

/// Values on their way to the server, one after the other in one piece of memory.
///
/// All travel in binary: numbers as big-endian bytes, text and bytes as they are, arrays as PostgreSQL's `array_recv`
/// reads them.
struct OutgoingValues {
    private(set) var bytes: [UInt8] = []
    /// Where each value begins and how long it is; a length below zero is `NULL`.
    private(set) var places: [(start: Int, count: Int)] = []

    /// Adds a value for a parameter of type `type`.
    ///
    /// - Returns: whether it fits the type.
    mutating func append(_ value: SQLValue, as type: UInt32) -> Bool {
        let start = bytes.count
        switch (value, type) {
        case (.null, _):
            places.append((start, -1))
            return true
        case (.integer(let number), TypeNumber.int8):
            append(bigEndian: number)
        case (.integer(let number), TypeNumber.int4):
            guard let number = Int32(exactly: number) else { return false }
            append(bigEndian: number)
        case (.integer(let number), TypeNumber.int2):
            guard let number = Int16(exactly: number) else { return false }
            append(bigEndian: number)
        case (.text(let text), TypeNumber.text), (.text(let text), TypeNumber.varchar),
            (.text(let text), TypeNumber.name):
            bytes.append(contentsOf: text.utf8)
        case (.blob(let blob), TypeNumber.bytes):
            bytes.append(contentsOf: blob)
        default:
            return false
        }
        places.append((start, bytes.count - start))
        return true
    }

    /// Adds one column of many rows, as an array.
    ///
    /// - Returns: whether each value is of that kind.
    mutating func append(column: Int, of rows: [[SQLValue]], _ kind: SQLBulk.Kind) -> Bool {
        let start = bytes.count
        let element: UInt32 =
            switch kind {
            case .integer: TypeNumber.int8
            case .text: TypeNumber.text
            case .blob: TypeNumber.bytes
            }
        append(bigEndian: Int32(1))  // dimensions
        append(bigEndian: Int32(1))  // NULL may be among them
        append(bigEndian: element)
        append(bigEndian: Int32(rows.count))
        append(bigEndian: Int32(1))  // the first one's number
        for row in rows {
            switch (row[column], kind) {
            case (.null, _):
                append(bigEndian: Int32(-1))
            case (.integer(let number), .integer):
                append(bigEndian: Int32(8))
                append(bigEndian: number)
            case (.text(let text), .text):
                append(bigEndian: Int32(text.utf8.count))
                bytes.append(contentsOf: text.utf8)
            case (.blob(let blob), .blob):
                append(bigEndian: Int32(blob.count))
                bytes.append(contentsOf: blob)
            default:
                return false
            }
        }
        places.append((start, bytes.count - start))
        return true
    }

    private mutating func append(bigEndian number: some FixedWidthInteger) {
        withUnsafeBytes(of: number.bigEndian) { bytes.append(contentsOf: $0) }
    }
}

/// The value of `type` that these bytes are; none for a type that we do not read.
func incomingValue(_ bytes: UnsafeRawBufferPointer, of type: UInt32) -> SQLValue? {
    switch type {
    case TypeNumber.int8: .integer(Int64(bigEndian: bytes.loadUnaligned(as: Int64.self)))
    case TypeNumber.int4: .integer(Int64(Int32(bigEndian: bytes.loadUnaligned(as: Int32.self))))
    case TypeNumber.oid: .integer(Int64(UInt32(bigEndian: bytes.loadUnaligned(as: UInt32.self))))
    case TypeNumber.int2: .integer(Int64(Int16(bigEndian: bytes.loadUnaligned(as: Int16.self))))
    case TypeNumber.bool: .integer(bytes[0] == 0 ? 0 : 1)
    case TypeNumber.text, TypeNumber.varchar, TypeNumber.name, TypeNumber.char:
        .text(String(decoding: bytes, as: UTF8.self))
    case TypeNumber.bytes: .blob([UInt8](bytes))
    case TypeNumber.void: .null
    default: nil
    }
}
