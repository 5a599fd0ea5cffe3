/// A message in the text format of protocol buffers, as far as the published tests use it.
struct TextProto {
    var fields: [TextProtoEntry] = []

    func messages(_ name: String) -> [TextProto] {
        fields.compactMap { entry in
            guard entry.name == name, case .message(let message) = entry.field else { return nil }
            return message
        }
    }

    func message(_ name: String) -> TextProto? {
        messages(name).first
    }

    func bytes(_ name: String) -> [UInt8]? {
        for entry in fields where entry.name == name {
            if case .text(let bytes) = entry.field { return bytes }
        }
        return nil
    }

    func string(_ name: String) -> String? {
        bytes(name).map { String(decoding: $0, as: UTF8.self) }
    }

    func word(_ name: String) -> String? {
        for entry in fields where entry.name == name {
            if case .word(let word) = entry.field { return word }
        }
        return nil
    }
}

/// A field with its name.
struct TextProtoEntry {
    let name: String
    let field: TextProtoField
}

/// What stands behind the name of a field.
indirect enum TextProtoField {
    case message(TextProto)
    /// A string, with its escapes resolved.
    case text([UInt8])
    /// A number or a name, as it stands.
    case word(String)
}

/// Reads a message.
struct TextProtoReader {
    struct Fault: Error {
        let offset: Int
    }

    private let bytes: [UInt8]
    private var place = 0

    init(_ bytes: [UInt8]) {
        self.bytes = bytes
    }

    mutating func read() throws -> TextProto {
        try message(until: nil)
    }

    private mutating func message(until end: UInt8?) throws -> TextProto {
        var message = TextProto()
        while true {
            skip()
            guard let byte = peek() else {
                guard end == nil else { throw Fault(offset: place) }
                return message
            }
            if byte == end {
                place += 1
                return message
            }
            let name = try fieldName()
            skip()
            if peek() == UInt8(ascii: ":") { place += 1 }
            skip()
            message.fields.append(TextProtoEntry(name: name, field: try field()))
            skip()
            if peek() == UInt8(ascii: ",") || peek() == UInt8(ascii: ";") { place += 1 }
        }
    }

    private mutating func field() throws -> TextProtoField {
        switch peek() {
        case UInt8(ascii: "{"):
            place += 1
            return .message(try message(until: UInt8(ascii: "}")))
        case UInt8(ascii: "\""), UInt8(ascii: "'"):
            var content: [UInt8] = []
            while let quote = peek(), quote == UInt8(ascii: "\"") || quote == UInt8(ascii: "'") {
                try string(quote, into: &content)
                skip()
            }
            return .text(content)
        default:
            return .word(try word())
        }
    }

    private func peek() -> UInt8? {
        place < bytes.count ? bytes[place] : nil
    }

    private mutating func skip() {
        while let byte = peek() {
            if byte == UInt8(ascii: "#") {
                while let byte = peek(), byte != UInt8(ascii: "\n") {
                    place += 1
                }
            } else if byte <= 32 {
                place += 1
            } else {
                return
            }
        }
    }

    private mutating func fieldName() throws -> String {
        guard peek() == UInt8(ascii: "[") else { return try word() }
        let start = place
        while let byte = peek(), byte != UInt8(ascii: "]") {
            place += 1
        }
        place += 1
        return String(decoding: bytes[start..<place], as: UTF8.self)
    }

    private mutating func word() throws -> String {
        let start = place
        while let byte = peek(), byte > 32, !":{},;\"'#".utf8.contains(byte) {
            place += 1
        }
        guard place > start else { throw Fault(offset: place) }
        return String(decoding: bytes[start..<place], as: UTF8.self)
    }

    private mutating func string(_ quote: UInt8, into content: inout [UInt8]) throws {
        place += 1
        while let byte = peek(), byte != quote {
            place += 1
            guard byte == UInt8(ascii: "\\") else {
                content.append(byte)
                continue
            }
            guard let sign = peek() else { throw Fault(offset: place) }
            place += 1
            switch sign {
            case UInt8(ascii: "a"): content.append(7)
            case UInt8(ascii: "b"): content.append(8)
            case UInt8(ascii: "t"): content.append(9)
            case UInt8(ascii: "n"): content.append(10)
            case UInt8(ascii: "v"): content.append(11)
            case UInt8(ascii: "f"): content.append(12)
            case UInt8(ascii: "r"): content.append(13)
            case UInt8(ascii: "x"): content.append(UInt8(truncatingIfNeeded: number(radix: 16, atMost: 2)))
            case UInt8(ascii: "0")...UInt8(ascii: "7"):
                place -= 1
                content.append(UInt8(truncatingIfNeeded: number(radix: 8, atMost: 3)))
            case UInt8(ascii: "u"), UInt8(ascii: "U"):
                let code = number(radix: 16, atMost: sign == UInt8(ascii: "u") ? 4 : 8)
                guard let scalar = Unicode.Scalar(UInt32(code)) else { throw Fault(offset: place) }
                content += Array(String(scalar).utf8)
            default: content.append(sign)
            }
        }
        place += 1
    }

    private mutating func number(radix: Int, atMost count: Int) -> Int {
        var value = 0
        for _ in 0..<count {
            guard let byte = peek(), let digit = Int(String(UnicodeScalar(byte)), radix: radix) else { break }
            value = value * radix + digit
            place += 1
        }
        return value
    }
}
