/// How long things of staff last, in milliseconds (rules S-2 to S-6).
package enum StaffTimes {
    /// An invitation: three days.
    package static let invitation: Int64 = 72 * hour
    /// A link to choose a new password.
    package static let passwordReset: Int64 = hour
    /// The operator's link.
    package static let signInLink: Int64 = 10 * minute
    /// A session nobody uses.
    package static let idle: Int64 = hour
    /// A session, however much it is used.
    package static let session: Int64 = 12 * hour
    /// A sign-in whose second factor is still to come.
    package static let pending: Int64 = 10 * minute
    /// How long a password shown is fresh enough for what asks for it again.
    package static let recent: Int64 = 15 * minute
    /// How exactly it is known when somebody was last here.
    package static let seen: Int64 = minute
    /// Reading the same member again within this time is one line of the log.
    package static let sameRead: Int64 = 15 * minute

    static let minute: Int64 = 60_000
    static let hour: Int64 = 60 * minute
}
