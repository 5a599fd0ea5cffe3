internal import SetiaCore
internal import SetiaDemo
internal import SetiaServer
internal import SetiaService

/// Fills a fresh database with the demo brand: programme and stores, then members with their events, day by day.
struct DemoFilling {
    let demo: DemoBrand
    let world: DemoWorld
    let service: SetiaService

    /// Under this name the database knows how far the story has come.
    private static let jobID = "demo"

    /// Events in one transaction: two or three days of 5,000 members, within which lists by activity keep no order.
    private static let pieceSize = 500

    /// Fills it.
    ///
    /// - Returns: what the story came to.
    /// - Throws: `CommandFailure` where something is there already, or the world's trouble.
    func fill(_ progress: Progress) async throws -> HistoryCounts {
        try await requireFresh()
        var job = ImportJob(id: DemoFilling.jobID, rows: 1, updatedAt: demo.until)
        try await service.beginHistory(
            demo.programmes.map { ($0.document, $0.validFrom) },
            shops: DemoBrand.shops,
            job: job
        )
        var counts = try await tell(&job, progress)
        // What lapsed since somebody last came is written as the clockwork of a server would have written it.
        counts.events += Int64(try await service.passTime())
        counts.events += try await DemoGiving(service: service, until: demo.until).fill()
        counts += try await DemoFriends(service: service, world: world, until: demo.until).fill()
        counts.entries = try await service.store.reading { try $0.pointSums().reduce(0) { $0 + $1.entries } }
        try await DemoStaff(service: service, talk: DemoTalk(service: service, world: world, until: demo.until)).fill()
        counts.events += try await DemoListening(service: service, world: world, until: demo.until).fill()
        return counts
    }

    private func tell(_ job: inout ImportJob, _ progress: Progress) async throws -> HistoryCounts {
        let pieces = try DemoPieces(demo, service, size: DemoFilling.pieceSize)
        let days = try demo.story().days
        var counts = HistoryCounts()
        var next = Task { try await pieces.next() }
        defer { next.cancel() }
        while let piece = try await next.value {
            // The next piece is told while this one is recorded.
            next = Task { try await pieces.next() }
            world.enter(piece.begins, end: demo.until)
            job.rows = Int64(piece.days) + 1
            job.isDone = piece.days == days
            counts += try await service.recordHistory(piece.history, job: job)
            progress.show(done: Double(piece.days) / Double(days), count: counts.events)
            try Task.checkCancellation()
        }
        return counts
    }

    private func requireFresh() async throws {
        guard try await !service.isFresh() else { return }
        let job = try await service.importJob(DemoFilling.jobID)
        let isHalf = job.rows > 0 && !job.isDone
        throw CommandFailure(
            "the demo is not made here",
            why: isHalf
                ? "an earlier setia demo stopped before its end, and a story is told from its beginning"
                : "this database holds a brand already, and a demo must not be mixed with it",
            todo: isHalf
                ? "remove the database and its key file, and say setia demo again"
                : "name a file that is not there: setia demo --database demo.db",
            .cannotCreate
        )
    }
}
