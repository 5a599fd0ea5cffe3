internal import SetiaCore

extension RecordingBatch {
    /// Puts on the shelf what members had of counted rewards in a past that comes along, and takes it from there: shelves
    /// do not come along, and what she gives back later is there again (rule W-10).
    func shelve(_ batch: [PreparedIntake], in ledger: any CounterLedger) throws {
        for (prepared, outcome) in zip(batch, outcomes) {
            guard case .recorded(let receipt)? = outcome, receipt.decision.isUncounted else { continue }
            switch prepared.event.matter {
            case .rewardRedeemed, .giftArrived: break
            default: continue
            }
            let programme = book.version(at: receipt.event.occurredAt).programme
            for case .reward(let step) in receipt.decision.reasons where step.kind == .held || step.kind == .captured {
                guard let counter = programme.reward(step.reward)?.counter else { continue }
                let cause = prepared.event.counterCause
                let until = now.adding(milliseconds: CounterBook.reservedMilliseconds)
                try ledger.load(counter, by: step.quantity)
                let claim = CounterClaim(counter: counter, amount: step.quantity)
                _ = try ledger.take(claim, for: cause, at: now, until: until)
                try ledger.settle(cause, of: counter, used: step.quantity)
            }
        }
    }
}
