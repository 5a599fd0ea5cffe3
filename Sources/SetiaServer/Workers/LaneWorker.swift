internal import Logging
internal import ServiceLifecycle
internal import SetiaCore
internal import SetiaService

/// Work that all servers of a database share: what falls due, and what others are to be told.
///
/// Each does what is due in the lanes that it holds. It looks once a second, and at once when this process has recorded
/// something, or another says that it has; what falls due is written once a minute.
struct LaneWorker: Service {
    let service: SetiaService
    let courier: WebhookCourier
    let lanes: LaneHolder
    let logger: Logger

    init(service: SetiaService, measurements: Measurements, logger: Logger) {
        self.service = service
        courier = WebhookCourier(service: service, measurements: measurements)
        lanes = LaneHolder(service: service)
        self.logger = logger
    }

    func run() async throws {
        await cancelWhenGracefulShutdown {
            await withTaskGroup(of: Void.self) { group in
                group.addTask { await tick() }
                group.addTask { await hear() }
                group.addTask { await carry() }
                group.addTask { await passTime() }
                group.addTask { await converse() }
                group.addTask { await broadcast() }
                group.addTask { await goOn() }
                group.addTask { await gather() }
                group.addTask { await fetchFiles() }
                group.addTask { await supply() }
                group.addTask { await makeCodes() }
            }
        }
        // What is under way may still arrive; the rest is for whoever takes the lanes.
        await courier.settled()
        do {
            try await lanes.leave()
        } catch {
            logger.warning("lanes could not be left; they are free in half a minute", metadata: ["reason": "\(error)"])
        }
    }

    /// Rings every second: for what is due again, and for what other servers have recorded without being heard.
    private func tick() async {
        while !Task.isCancelled {
            service.outboxBell.ring()
            try? await Task.sleep(for: .seconds(1))
        }
    }

    /// Rings when another server says that it has recorded something.
    private func hear() async {
        let (bell, own) = (service.outboxBell, lanes.name)
        while !Task.isCancelled {
            do {
                try await service.store.hearOthers { name in if name != own { bell.ring() } }
                // Nobody else can share this store.
                return
            } catch {
                // Without it, what others record is found within a second.
                try? await Task.sleep(for: .seconds(5))
            }
        }
    }

    private func carry() async {
        var isTroubled = false
        for await _ in service.outboxBell.rings {
            do {
                let held = try await lanes.lanes()
                let hasNews = service.outboxBell.takeNews()
                _ = try await courier.round(held)
                // In a transaction of its own, and one for all that came in meanwhile: PostgreSQL commits those that tell
                // something one after the other.
                if hasNews, held != .all, courier.hasWebhooks { try await service.store.wakeOthers(lanes.name) }
                isTroubled = false
            } catch {
                if Task.isCancelled { return }
                // Once, and not every second.
                if !isTroubled { logger.error("webhooks wait", metadata: ["reason": "\(error)"]) }
                isTroubled = true
            }
            // Many commits a second are one look.
            try? await Task.sleep(for: .milliseconds(20))
        }
    }

    /// Hands over answers that did not leave at once, reckons promises anew when the programme has changed, and asks a week
    /// after an answer whether it was made good.
    private func converse() async {
        var isTroubled = false
        while !Task.isCancelled {
            do {
                _ = try await service.deliverMessages()
                _ = try await service.keepPromises()
                _ = try await service.askOfCases()
                isTroubled = false
            } catch {
                if Task.isCancelled { return }
                if !isTroubled { logger.error("answers wait", metadata: ["reason": "\(error)"]) }
                isTroubled = true
            }
            try? await Task.sleep(for: .seconds(5))
        }
    }

    /// Plans letters about rewards and broadcasts, and hands their messages over, each second while there is something to do.
    private func broadcast() async {
        var isTroubled = false
        while !Task.isCancelled {
            var done = 0
            do {
                done = try await service.tellRewards()
                done += try await service.runBroadcasts()
                isTroubled = false
            } catch is Unready {
                // Nobody is written to before there is a programme.
            } catch {
                if Task.isCancelled { return }
                if !isTroubled { logger.error("broadcasts wait", metadata: ["reason": "\(error)"]) }
                isTroubled = true
            }
            try? await Task.sleep(for: .milliseconds(done > 0 ? 250 : 1_000))
        }
    }

    /// Lets members go on in their journeys, each second while there is something to do.
    private func goOn() async {
        var isTroubled = false
        while !Task.isCancelled {
            var done = 0
            do {
                done = try await service.runJourneys(in: try await lanes.lanes())
                isTroubled = false
            } catch is Unready {
                // Nothing begins before there is a programme.
            } catch {
                if Task.isCancelled { return }
                if !isTroubled { logger.error("journeys wait", metadata: ["reason": "\(error)"]) }
                isTroubled = true
            }
            try? await Task.sleep(for: .milliseconds(done > 0 ? 50 : 1_000))
        }
    }

    /// Lapses places at events and offers them to who waits, and tells who was offered one or was there.
    private func gather() async {
        var isTroubled = false
        while !Task.isCancelled {
            var done = 0
            do {
                done = try await service.runGatherings()
                isTroubled = false
            } catch is Unready {
                // Nobody is let in before there is a programme.
            } catch {
                if Task.isCancelled { return }
                if !isTroubled { logger.error("places at events wait", metadata: ["reason": "\(error)"]) }
                isTroubled = true
            }
            try? await Task.sleep(for: .milliseconds(done > 0 ? 250 : 2_000))
        }
    }

    /// Fetches files that came with messages by networks, each second while there are any.
    private func fetchFiles() async {
        var isTroubled = false
        while !Task.isCancelled {
            var done = 0
            do {
                done = try await service.fetchFiles()
                isTroubled = false
            } catch {
                if Task.isCancelled { return }
                if !isTroubled { logger.error("files of messages wait", metadata: ["reason": "\(error)"]) }
                isTroubled = true
            }
            try? await Task.sleep(for: .milliseconds(done > 0 ? 100 : 1_000))
        }
    }

    /// Orders codes of suppliers, asks for what they answer later, and gives back what they refuse.
    private func supply() async {
        var isTroubled = false
        while !Task.isCancelled {
            var done = 0
            do {
                done = try await service.supplyOrders()
                isTroubled = false
            } catch is Unready {
                // Nobody has a reward before there is a programme.
            } catch {
                if Task.isCancelled { return }
                if !isTroubled { logger.error("orders of suppliers wait", metadata: ["reason": "\(error)"]) }
                isTroubled = true
            }
            try? await Task.sleep(for: .milliseconds(done > 0 ? 100 : 1_000))
        }
    }

    /// Makes codes that were ordered and that nobody waits for, each second while there are any.
    private func makeCodes() async {
        var isTroubled = false
        while !Task.isCancelled {
            var made: Int64 = 0
            do {
                made = try await service.makeWaitingVouchers(in: try await lanes.lanes())
                isTroubled = false
            } catch {
                if Task.isCancelled { return }
                if !isTroubled { logger.error("codes wait to be made", metadata: ["reason": "\(error)"]) }
                isTroubled = true
            }
            try? await Task.sleep(for: .milliseconds(made > 0 ? 10 : 1_000))
        }
    }

    private func passTime() async {
        while !Task.isCancelled {
            do {
                try await service.freeHeldUses()
                let done = try await service.passTime(in: try await lanes.lanes())
                if done > 0 { logger.info("time passed", metadata: ["members": "\(done)"]) }
                let kept = try await service.keepCalendar(in: try await lanes.lanes())
                if kept > 0 { logger.info("days of members kept", metadata: ["events": "\(kept)"]) }
            } catch is Unready {
                // Nothing falls due before there is a programme.
            } catch {
                if Task.isCancelled { return }
                logger.error("what fell due could not be written", metadata: ["reason": "\(error)"])
            }
            try? await Task.sleep(for: .seconds(60))
        }
    }
}
