internal import SetiaCore
internal import Synchronization

/// What this process knows of returns that wait for their order: so that an order, of which there are many, asks the
/// database only while one may wait.
///
/// Of what another server keeps it learns once a minute, when time is passed; that is when the return is applied then.
final class AwaitedReturns: Sendable {
    private enum Known {
        case nothing
        /// None waits longer.
        case until(Instant)
    }

    private let known = Mutex(Known.nothing)

    /// Whether one may wait at `now`.
    func mayWait(at now: Instant) -> Bool {
        known.withLock { known in
            switch known {
            case .nothing: true
            case .until(let last): now < last
            }
        }
    }

    /// One waits until then.
    func note(until moment: Instant) {
        known.withLock { known in
            if case .until(let last) = known { known = .until(max(last, moment)) }
        }
    }

    /// All that wait were seen, and the last of them waits until then; none waits where none is said.
    ///
    /// - Parameters:
    ///   - last: When the last of them has waited long enough.
    ///   - moment: When they were asked for: what was noted since stays.
    func saw(_ last: Instant?, at moment: Instant) {
        known.withLock { known in
            let seen = last ?? moment
            // What came in while they were read waits for three days from then on.
            if case .until(let noted) = known, noted > moment.adding(milliseconds: ReviewItem.waitsForOrder - 60_000) {
                known = .until(max(noted, seen))
            } else {
                known = .until(seen)
            }
        }
    }
}

extension SetiaService {
    /// Applies returns whose order these outcomes brought, each in its turn (rule R-10).
    func applyAwaitedReturns(behind outcomes: [RecordingOutcome]) async {
        var orders: [OrderKey] = []
        for outcome in outcomes {
            switch outcome {
            case .recorded(let receipt) where !receipt.isReplay:
                guard case .orderPaid(let order) = receipt.event.matter else { continue }
                orders.append(OrderKey(source: receipt.event.source, id: order.id))
            case .kept(let item, _) where item.reason == .unknownOrder:
                awaitedReturns.note(until: item.listedAt)
                // Its order may have come in the same breath.
                if let order = item.returnedOrder { orders.append(order) }
            default: continue
            }
        }
        guard !orders.isEmpty, awaitedReturns.mayWait(at: surroundings.now()) else { return }
        await applyAwaitedReturns(of: orders)
    }

    /// Applies returns that wait and whose order is there, of these orders or of all.
    ///
    /// What fails now is for the next time.
    func applyAwaitedReturns(of orders: [OrderKey]? = nil) async {
        let now = surroundings.now()
        let found = try? await store.reading { archive in
            let waiting = try archive.waitingReturns(of: orders, at: now, limit: 1_000)
            let keys = waiting.compactMap { $0.item.returnedOrder }
                .map { ClaimKey(source: $0.source, kind: .order, key: $0.id) }
            let due = zip(waiting, try archive.claims(keys)).filter { $0.1.map { !$0.isPending } ?? false }
            return (due: due.map(\.0.item.id), last: waiting.map(\.item.listedAt).max())
        }
        guard let found else { return }
        for id in found.due { _ = try? await applyReview(id, asAwaited: true, by: .server) }
        if orders == nil { awaitedReturns.saw(found.last, at: now) }
    }
}
