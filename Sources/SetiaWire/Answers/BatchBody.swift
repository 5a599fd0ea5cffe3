package import JSONText

/// What became of one event of a batch.
package enum BatchItem: WireBody {
    /// It is on disk.
    case recorded(ReceiptBody)
    /// It counts for nothing yet, and is kept.
    case kept(ReviewBody)
    /// It was not taken.
    case refused(Problem)

    /// The status that it would have had alone.
    package var status: Int {
        switch self {
        case .recorded(let receipt): receipt.isReplay ? 200 : 201
        case .kept: 202
        case .refused(let problem): problem.status
        }
    }

    package func write(to json: inout JSONWriter) {
        json.beginObject()
        switch self {
        case .recorded(let receipt):
            json.key("receipt")
            receipt.write(to: &json)
        case .kept(let review):
            json.key("review")
            review.write(to: &json)
        case .refused(let problem):
            json.key("problem")
            problem.write(to: &json)
        }
        json.member("status", Int64(status))
        json.endObject()
    }
}

/// The answer to a batch: an item for each event, in its order, and how many were taken; how many are kept to be looked
/// at only where some are.
package struct BatchBody: WireBody {
    /// In the order of the batch.
    package let items: [BatchItem]

    /// A batch's answer.
    package init(items: [BatchItem]) {
        self.items = items
    }

    package func write(to json: inout JSONWriter) {
        let kept = items.count { $0.status == 202 }
        let taken = items.count { $0.status < 300 } - kept
        json.beginObject()
        json.key("items")
        json.list(items) { $0.write(to: &$1) }
        if kept > 0 { json.member("kept", Int64(kept)) }
        json.member("recorded", Int64(taken))
        json.member("refused", Int64(items.count - taken - kept))
        json.endObject()
    }
}
