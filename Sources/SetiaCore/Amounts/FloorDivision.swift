/// The quotient toward minus infinity, as calendars count: the day before day 0 is day −1.
///
/// `divisor` is above zero.
func floorDivided<Number: FixedWidthInteger & SignedInteger>(_ number: Number, by divisor: Number) -> Number {
    let (quotient, remainder) = number.quotientAndRemainder(dividingBy: divisor)
    return remainder < 0 ? quotient - 1 : quotient
}
