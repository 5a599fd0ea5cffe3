/// A status of delivery such as 5.1.1 (RFC 3463): class, subject, detail.
package struct EnhancedStatus: Sendable, Hashable {
    /// 2 is delivered, 4 not yet, 5 never.
    package let kind: Int
    /// 1 is about the address, 2 about the mailbox, 7 about policy.
    package let subject: Int
    /// What exactly, within the subject.
    package let detail: Int

    /// A status of its three numbers.
    package init(_ kind: Int, _ subject: Int, _ detail: Int) {
        self.kind = kind
        self.subject = subject
        self.detail = detail
    }

    /// The first status that stands in `text`, and not within a longer number as that of a machine; nil without one.
    package init?(in text: String) {
        let bytes = Array(text.utf8)
        for index in bytes.indices where "245".utf8.contains(bytes[index]) {
            if index > 0, bytes[index - 1].isDigit || bytes[index - 1] == Byte.point { continue }
            if let status = EnhancedStatus(bytes, at: index) {
                self = status
                return
            }
        }
        return nil
    }

    private init?(_ bytes: [UInt8], at start: Int) {
        var numbers: [Int] = []
        var index = start
        while numbers.count < 3 {
            if !numbers.isEmpty {
                guard index < bytes.count, bytes[index] == Byte.point else { return nil }
                index += 1
            }
            let first = index
            var number = 0
            while index < bytes.count, index - first < 3, bytes[index].isDigit {
                number = number * 10 + Int(bytes[index] - UInt8(ascii: "0"))
                index += 1
            }
            guard index > first, !numbers.isEmpty || index - first == 1 else { return nil }
            numbers.append(number)
        }
        if index < bytes.count, bytes[index].isDigit { return nil }
        if index + 1 < bytes.count, bytes[index] == Byte.point, bytes[index + 1].isDigit { return nil }
        self.init(numbers[0], numbers[1], numbers[2])
    }
}

extension EnhancedStatus: CustomStringConvertible {
    package var description: String { "\(kind).\(subject).\(detail)" }
}
