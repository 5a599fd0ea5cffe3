package import SetiaCore

/// What is known of a message's way: when each thing happened first (rule K-16).
///
/// News comes late, twice and in any order. Putting two records together gives the same whichever comes first, however
/// they are grouped, and however often: nothing that is known is ever unknown again.
package struct DeliveryRecord: Sendable, Hashable {
    /// When it left the house.
    package let sentAt: Instant?
    /// When it was delivered.
    package let deliveredAt: Instant?
    /// When it was read.
    package let readAt: Instant?
    /// When and why it failed.
    package let failure: Failure?

    /// Why a message did not arrive.
    package struct Failure: Sendable, Hashable {
        /// When.
        package let at: Instant
        /// What was said, such as `unknown-address`.
        package let reason: Key

        /// A failure.
        package init(at: Instant, reason: Key) {
            self.at = at
            self.reason = reason
        }
    }

    /// How far a message has come.
    package enum State: String, Sendable, Hashable, CaseIterable {
        case queued, sent, failed, delivered, read
    }

    /// What is known; nothing yet.
    package init(
        sentAt: Instant? = nil,
        deliveredAt: Instant? = nil,
        readAt: Instant? = nil,
        failure: Failure? = nil
    ) {
        self.sentAt = sentAt
        self.deliveredAt = deliveredAt
        self.readAt = readAt
        self.failure = failure
    }

    /// What a provider told of one thing.
    package init(_ state: State, at moment: Instant, reason: Key = "unknown") {
        self.init(
            sentAt: state == .sent ? moment : nil,
            deliveredAt: state == .delivered ? moment : nil,
            readAt: state == .read ? moment : nil,
            failure: state == .failed ? Failure(at: moment, reason: reason) : nil
        )
    }

    /// How far it has come: what was read was delivered, whatever else was said; what was delivered did not fail.
    package var state: State {
        if readAt != nil { return .read }
        if deliveredAt != nil { return .delivered }
        if failure != nil { return .failed }
        return sentAt != nil ? .sent : .queued
    }

    /// What is known from both: of each thing the first time.
    package func joined(with other: DeliveryRecord) -> DeliveryRecord {
        DeliveryRecord(
            sentAt: earlier(sentAt, other.sentAt),
            deliveredAt: earlier(deliveredAt, other.deliveredAt),
            readAt: earlier(readAt, other.readAt),
            failure: earlier(failure, other.failure)
        )
    }
}

extension DeliveryRecord.Failure: Comparable {
    package static func < (one: DeliveryRecord.Failure, other: DeliveryRecord.Failure) -> Bool {
        one.at == other.at ? one.reason < other.reason : one.at < other.at
    }
}

private func earlier<Value: Comparable>(_ one: Value?, _ other: Value?) -> Value? {
    guard let one, let other else { return one ?? other }
    return min(one, other)
}
