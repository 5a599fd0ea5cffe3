internal import SetiaCore
internal import SetiaService
internal import SetiaWire

/// What one request to record events delivers, and how it is answered: the same for the same outcomes.
struct EventDelivery: Sendable {
    /// The events that are to be recorded.
    let intakes: [Intake]
    private let form: Form

    private enum Form: Sendable {
        /// One event.
        case one
        /// A list: for each event what is wrong with it, or nothing.
        case batch([Problem?])
        /// Nothing that could be recorded.
        case refused(Problem)
    }

    /// One event.
    init(_ intake: Intake) {
        intakes = [intake]
        form = .one
    }

    /// A list of events, each of which may be refused for itself.
    init(batch: [Result<Intake, Problem>]) {
        intakes = batch.compactMap { try? $0.get() }
        form = .batch(
            batch.map { result in
                if case .failure(let problem) = result { problem } else { nil }
            }
        )
    }

    /// Nothing that can be recorded.
    init(refusing problem: Problem) {
        intakes = []
        form = .refused(problem)
    }

    /// What is answered to these outcomes.
    ///
    /// - Parameters:
    ///   - outcomes: One for each of `intakes`.
    ///   - requestID: Stands in a problem.
    ///   - failed: The problem that a failure is; where it says none, there is no answer yet.
    /// - Returns: the answer; none where something failed and `failed` says none.
    func answer(
        _ outcomes: [RecordingOutcome],
        _ requestID: String?,
        failed: (any Error) -> Problem?
    ) -> DeliveryAnswer? {
        var items: [BatchItem] = []
        for outcome in outcomes {
            switch outcome {
            case .recorded(let receipt): items.append(.recorded(ReceiptBody(receipt)))
            case .kept(let item, let isReplay): items.append(.kept(ReviewBody(item, isReplay: isReplay)))
            case .refused(let refusal): items.append(.refused(problem(for: refusal)))
            case .failed(let error):
                guard let problem = failed(error) else { return nil }
                items.append(.refused(problem))
            }
        }
        switch form {
        case .refused(let problem): return DeliveryAnswer(problem, requestID)
        case .one:
            switch items[0] {
            case .recorded(let receipt): return DeliveryAnswer(receipt, status: items[0].status)
            case .kept(let review): return DeliveryAnswer(review, status: items[0].status)
            case .refused(let problem): return DeliveryAnswer(problem, requestID)
            }
        case .batch(let problems):
            var rest = items[...]
            let all = problems.map { problem in problem.map { .refused($0) } ?? rest.removeFirst() }
            return DeliveryAnswer(BatchBody(items: all), status: 200, problems: all.compactMap(\.problem))
        }
    }
}

/// What a delivery is answered.
struct DeliveryAnswer {
    /// As it is kept.
    let kept: KeptAnswer
    /// The problem that it is, where it is nothing but one.
    let alone: Problem?
    /// All problems in it.
    let problems: [Problem]

    fileprivate init(_ body: some WireBody, status: Int, problems: [Problem] = []) {
        kept = KeptAnswer(status: status, type: "application/json", body: body.bytes)
        alone = nil
        self.problems = problems
    }

    fileprivate init(_ problem: Problem, _ requestID: String?) {
        var problem = problem
        problem.requestID = requestID
        kept = KeptAnswer(status: problem.status, type: Problem.mediaType, body: problem.bytes)
        alone = problem
        problems = [problem]
    }
}

extension BatchItem {
    fileprivate var problem: Problem? {
        if case .refused(let problem) = self { problem } else { nil }
    }
}
