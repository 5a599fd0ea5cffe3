/// A time of day as clocks show it, such as 09:05 for 545.
///
/// - Parameter minutes: Since midnight, from 0 to 1,440.
/// - Returns: hours and minutes, two digits each.
package func clockText(_ minutes: some BinaryInteger) -> String {
    let (hour, minute) = minutes.quotientAndRemainder(dividingBy: 60)
    return "\(hour < 10 ? "0" : "")\(hour):\(minute < 10 ? "0" : "")\(minute)"
}
