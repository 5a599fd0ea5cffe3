import SetiaCore

/// A whole number in digits alone, 0 or more.
func wholeNumber(_ text: UnsafeBufferPointer<UInt8>) -> Int64? {
    guard (1...18).contains(text.count) else { return nil }
    var number: Int64 = 0
    for byte in text {
        let digit = byte &- UInt8(ascii: "0")
        guard digit < 10 else { return nil }
        number = number * 10 + Int64(digit)
    }
    return number
}

/// The minor units of a written amount: what `minorUnits(of:decimals:)` gives, without a `String` where it is short.
func writtenAmount(_ text: UnsafeBufferPointer<UInt8>, decimals: Int) -> Int64? {
    var units: Int64 = 0
    var behindPoint = -1
    var isPlain = (1...12).contains(text.count)
    for byte in text where isPlain {
        let digit = byte &- UInt8(ascii: "0")
        if digit < 10 {
            units = units * 10 + Int64(digit)
            if behindPoint >= 0 { behindPoint += 1 }
        } else {
            isPlain = byte == UInt8(ascii: ".") && behindPoint < 0
            behindPoint = 0
        }
    }
    guard isPlain, behindPoint != 0, behindPoint <= decimals, text.first != UInt8(ascii: ".") else {
        return minorUnits(of: String(decoding: text, as: UTF8.self), decimals: decimals)
    }
    for _ in max(0, behindPoint)..<max(decimals, 0) { units *= 10 }
    return units
}
