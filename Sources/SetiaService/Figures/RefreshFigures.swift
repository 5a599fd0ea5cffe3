internal import SetiaCore
internal import Synchronization

extension SetiaService {
    /// The newest figures, from memory; after a start those of before it, and none before there were any.
    package func figures() async throws -> FiguresSnapshot? {
        if !figuresBoard.isLoaded {
            let kept = try await store.reading { try $0.snapshot(FiguresDocument.name) }
            figuresBoard.load(kept.flatMap { FiguresDocument.snapshot($0) })
        }
        return figuresBoard.shown
    }

    /// Makes the figures anew where something changed since, or an hour went by, and it is time again; keeps them.
    ///
    /// They are made at most so often that it takes a twentieth of the time, and never within 30 seconds. Who calls it
    /// while they are being made gets no at once.
    ///
    /// - Parameters:
    ///   - requestsWaiting: How many things wait for approval; shown at once, whatever the answer.
    ///   - reviewsOpen: How many events wait for somebody; likewise.
    /// - Returns: whether it made them.
    /// - Throws: the world's trouble; the figures of before stay.
    package func refreshFigures(requestsWaiting: Int = 0, reviewsOpen: Int = 0) async throws -> Bool {
        figuresBoard.set(requestsWaiting: requestsWaiting, reviewsOpen: reviewsOpen)
        let newest = try await figures()
        let now = surroundings.now()
        guard isTime(after: newest, now: now), figuresBoard.begin() else { return false }
        defer { figuresBoard.end() }
        let mark = try await store.reading { archive in
            "\(try archive.configurationVersion())/\(try archive.newestMark() ?? "")"
        }
        let isOld = newest.map { now.milliseconds(since: $0.at) >= 3_600_000 } ?? true
        guard isOld || mark != figuresBoard.mark else { return false }
        guard var made = try await makeFigures(at: now) else { return false }
        made.tookMilliseconds = surroundings.now().milliseconds(since: now)
        let kept = KeptSnapshot(
            name: FiguresDocument.name,
            at: made.at,
            document: FiguresDocument.text(of: made, mark: mark)
        )
        try await store.writing { try $0.save(kept) }
        figuresBoard.show(made, mark: mark)
        return true
    }

    private func isTime(after newest: FiguresSnapshot?, now: Instant) -> Bool {
        guard let newest else { return true }
        let pause = max(30_000, 20 * newest.tookMilliseconds)
        return now.milliseconds(since: newest.at) >= newest.tookMilliseconds + pause
    }
}

/// Where the newest figures stand, for whoever looks.
final class FiguresBoard: Sendable {
    private struct State {
        var snapshot: FiguresSnapshot?
        var isLoaded = false
        var isMaking = false
        var mark: String?
        var requestsWaiting = 0
        var reviewsOpen = 0
    }

    private let state = Mutex(State())

    /// Whether it knows the figures that were kept.
    var isLoaded: Bool { state.withLock(\.isLoaded) }

    /// What had been recorded when they were made.
    var mark: String? { state.withLock(\.mark) }

    /// The figures, with what waits now.
    var shown: FiguresSnapshot? {
        state.withLock { state in
            guard var snapshot = state.snapshot else { return nil }
            if state.reviewsOpen > 0 { snapshot.attention.insert(.reviewsOpen(state.reviewsOpen), at: 0) }
            if state.requestsWaiting > 0 { snapshot.attention.insert(.requestsWaiting(state.requestsWaiting), at: 0) }
            return snapshot
        }
    }

    func load(_ kept: (snapshot: FiguresSnapshot, mark: String)?) {
        state.withLock { state in
            guard !state.isLoaded else { return }
            state.isLoaded = true
            state.snapshot = kept?.snapshot
            state.mark = kept?.mark
        }
    }

    func show(_ snapshot: FiguresSnapshot, mark: String) {
        state.withLock { state in
            state.snapshot = snapshot
            state.mark = mark
        }
    }

    func set(requestsWaiting: Int, reviewsOpen: Int) {
        state.withLock { state in
            state.requestsWaiting = requestsWaiting
            state.reviewsOpen = reviewsOpen
        }
    }

    /// Whether nobody else is making them.
    func begin() -> Bool {
        state.withLock { state in
            defer { state.isMaking = true }
            return !state.isMaking
        }
    }

    func end() { state.withLock { $0.isMaking = false } }
}
