/// When a message is sent again that was not taken: soon at first, then more and more seldom, for three days in all.
///
/// - SeeAlso: Standard Webhooks 1.0, "Retry schedule".
package enum RetrySchedule {
    /// What passes after the first attempt, the second …, in milliseconds.
    package static let delays: [Int64] = [
        5_000, 5 * minute, 30 * minute, 2 * hour, 5 * hour, 10 * hour, 14 * hour, 20 * hour, 24 * hour,
    ]

    /// How often a message is sent before it is given up.
    package static var attempts: Int { delays.count + 1 }

    /// How long to wait after an attempt that failed, in milliseconds; none after the last.
    ///
    /// Up to a tenth more than the schedule says, by chance of the message, so that what failed together does not come
    /// back together. The same message waits as long in each run.
    ///
    /// - Parameters:
    ///   - attempt: Which attempt failed, from 1.
    ///   - message: The message's id.
    /// - Returns: the wait, or none.
    package static func delay(after attempt: Int, of message: String) -> Int64? {
        guard attempt >= 1, attempt <= delays.count else { return nil }
        let delay = delays[attempt - 1]
        // FNV-1a; enough to spread, and nobody gains by guessing it.
        let hash = "\(attempt)/\(message)".utf8.reduce(0xCBF2_9CE4_8422_2325 as UInt64) {
            ($0 ^ UInt64($1)) &* 0x100_0000_01B3
        }
        return delay + Int64((hash >> 32) % UInt64(delay / 10 + 1))
    }

    private static let minute: Int64 = 60_000
    private static let hour: Int64 = 3_600_000
}
