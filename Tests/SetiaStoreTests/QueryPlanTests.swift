import Foundation
import SQLBase
import SQLiteDriver
import SetiaCare
import SetiaCore
import SetiaService
import SetiaTesting
import Synchronization
import Testing

@testable import SetiaStore

@Suite("Query plans")
struct QueryPlanTests {
    @Test("every look-up and page finds its rows by a key or an index")
    func usesIndexes() async throws {
        try await withExplainingStore { store, plans in
            try await useEverything(store)
            let scans = plans.all.filter { $0.plan.contains { $0.hasPrefix("SCAN") } }
            // An index of what is under way alone has a few rows, too.
            let ofFew = "INDEX voucher_batch_unfinished"
            let tables = Set(
                scans.flatMap { scan in
                    scan.plan.filter { $0.hasPrefix("SCAN") && !$0.contains(ofFew) }.map { $0.split(separator: " ")[1] }
                }
            )
            // Tables of a few rows, read whole.
            #expect(
                tables.isSubset(of: [
                    "api_key", "broadcast", "canned_answer", "channel", "journey", "lane_lease", "lane_worker",
                    "listener",
                    "programme_draft",
                    "programme_version", "shop",
                    "signer", "supplier", "webhook", "webhook_secret",
                ]),
                "\(scans)"
            )
            let sorts = plans.all.filter { $0.plan.contains { $0.contains("TEMP B-TREE") } }
            #expect(
                sorts.allSatisfy { $0.text.contains("FROM identity ") || $0.text.contains("FROM api_key") },
                "\(sorts)"
            )
            #expect(plans.all.count > 30)
        }
    }

    @Test("what reads everything reads each table once, and joins by keys")
    func readsEverythingOnce() async throws {
        try await withExplainingStore { store, plans in
            try await store.reading { archive in
                try archive.purchases { _, _, _ in }
                try archive.keptOrders(of: nil) { _, _, _ in }
                try archive.soldOrders { _, _, _ in }
                _ = try archive.advocacy()
                try archive.paidOrders { _ in }
                try archive.gifts { _, _, _, _ in }
                _ = try archive.pointSums()
                _ = try archive.memberCounts()
                try archive.everyone { _, _, _ in }
                try archive.sales { _ in }
                try archive.movements { _, _ in }
                try archive.walk { _, _ in }
            }
            for explained in plans.all {
                #expect(explained.plan.count { $0.hasPrefix("SCAN") } == 1, "\(explained)")
            }
        }
    }

    @Test("C-16: what is counted is read along an index of the days")
    func countsAlongAnIndex() async throws {
        try await withExplainingStore { store, plans in
            for readsLines in [false, true] {
                let wish = DeedWish(
                    first: Fixture.member(1),
                    last: Fixture.member(9),
                    since: Fixture.newYear,
                    readsLines: readsLines,
                    readsRedemptions: true
                )
                try await store.reading { try $0.deeds(wish) { _, _ in } }
            }
            let events = plans.all.filter { $0.text.contains("FROM event") }
            #expect(events.count == 2)
            #expect(
                events.allSatisfy { $0.plan.contains { $0.contains("INDEX event_by_deed (member_id>") } },
                "\(events)"
            )
            #expect(plans.all.allSatisfy { !$0.plan.contains { $0.hasPrefix("SCAN") } }, "\(plans.all)")
        }
    }

    private func useTalk(_ ledger: any Ledger) throws {
        let now = Fixture.newYear
        let id = ConversationID(member: Fixture.member(1), Identifier(high: 1, low: 1))
        let conversation = Conversation(id: id, channel: .mail, startedAt: now, isVerified: true)
        try ledger.save(conversation)
        let message = Message(
            conversation: id,
            number: 1,
            id: Identifier(high: 1, low: 2),
            kind: .inbound,
            channel: .mail,
            author: .member,
            at: now
        )
        try ledger.add(StoredMessage(message: message, sealed: [1]), files: [(place: 0, sealed: [1])])
        try ledger.saveDelivery(of: message)
        let key = MessageKey(kind: .mail, hash: [1])
        _ = try (ledger.claim(key, for: MessagePlace(id, 1)), ledger.keyed(key), ledger.file(0, of: 1, in: id))
        let episode = WaitingEpisode(openedAt: now, dueAt: now, calendarVersion: 1)
        try ledger.save(
            KeptWaiting(conversation: id, number: 1, isFirst: true, channel: .mail, team: nil, episode: episode)
        )
        try ledger.save(CannedAnswer(name: "a", language: .en, text: "b"))
        try ledger.save(CannedAnswer(name: "a", language: .en, text: ""))
        _ = try (ledger.cannedAnswers(), ledger.conversation(id), ledger.conversations(of: id.member, limit: 5))
        let staff = StaffID(Identifier(high: 2, low: 2))
        var wishes = [InboxWish](repeating: InboxWish(), count: 8)
        (wishes[1].channel, wishes[2].team, wishes[3].assignee) = (.mail, "care", staff)
        (wishes[4].onlyUnproved, wishes[5].onlyTrouble, wishes[6].onlyMarked) = (true, true, true)
        (wishes[7].channel, wishes[7].team, wishes[7].onlyMarked) = (.mail, "care", true)
        for filter in InboxFilter.allCases {
            for wish in wishes { _ = try ledger.inbox(filter, wish, of: staff, at: now, after: nil, limit: 5) }
        }
        _ = try ledger.messages(in: id, limit: 5)
        _ = try ledger.promises(notOf: 2, dueAfter: now, limit: 5)
        _ = try (ledger.messages(of: id.member, before: nil, limit: 5), ledger.message(1, of: id))
        _ = try ledger.messagesDue(by: now, limit: 5)
        try ledger.waitings(from: now, until: now) { _ in }
        try ledger.closings(from: now, until: now) { _ in }
        try ledger.unresolved(from: now, until: now) { _ in }
        _ = try ledger.resolutions(notOf: 2, dueAfter: now, limit: 5)
    }

    private func useJourneys(_ ledger: any Ledger) throws {
        let (now, member) = (Fixture.newYear, Fixture.member(1))
        let kept = KeptJourney(key: "welcome", createdAt: now)
        try ledger.save(kept)
        try ledger.add(JourneyVersion(journey: "welcome", number: 1, document: "", createdAt: now))
        try ledger.listen(Identifier(high: 4, low: 4), to: [.orderPaid])
        let enrolment = JourneyEnrolment(
            id: Identifier(high: 5, low: 1),
            member: member,
            journey: "welcome",
            version: 1,
            entry: "event:1",
            enteredAt: now
        )
        try ledger.enrol([enrolment])
        try ledger.save([enrolment])
        try ledger.setJourneyMarks("welcome", [member], isSet: true)
        _ = try (ledger.journeys(), ledger.journey("welcome"), ledger.journeyVersions("welcome"))
        _ = try ledger.journeyBroadcasts("welcome")
        _ = try ledger.enrolments(of: "welcome", dueBy: now, in: .all, limit: 5)
        _ = try ledger.enrolments(of: [member], onlyUnderWay: true)
        _ = try ledger.enrolments(of: [member], onlyUnderWay: false)
        _ = try ledger.enrolments(again: [enrolment])
        try ledger.enrolments(of: "welcome") { _ in }
        _ = try (ledger.journeyMarks("welcome", of: [member]), ledger.complaining([member]))
        try ledger.setJourneyMarks("welcome", [member], isSet: false)
    }

    private func useContacts(_ ledger: any Ledger) throws {
        let (now, member) = (Fixture.newYear, Fixture.member(1))
        let content = try BroadcastContent(kept: #"{"name": "a", "mail": {"en": {"subject": "b", "text": "c"}}}"#)
        let broadcast = Broadcast(id: Identifier(high: 3, low: 1), content: content, createdAt: now)
        try ledger.save(broadcast)
        _ = try (ledger.broadcast(broadcast.id), ledger.broadcasts(limit: 5), ledger.broadcastsAtWork())
        _ = try ledger.takeSlots(of: broadcast.id, from: now, until: now)
        let decision = ContactDecision(verdict: .sent, reason: .allowed, rulesVersion: 1)
        let contact = Contact(member: member, id: broadcast.id, broadcast: broadcast, decision: decision, at: now)
        try ledger.plan([contact])
        _ = try (ledger.save(contact, ifTurnAt: now), ledger.save(contact, ifTurnAt: nil))
        _ = try ledger.contactCounts(of: broadcast.id)
        _ = try ledger.contactsDue(of: broadcast.id, by: now, limit: 5)
        _ = try (ledger.contact(contact.id, of: member), ledger.contacts(of: member, limit: 5))
        _ = try ledger.contactGrounds(of: [member], since: now)
        try ledger.add(ContactState.Suppression(channel: "email", cause: .complaint), since: now, to: member)
    }

    private func useGatherings(_ ledger: any Ledger) throws {
        let now = Fixture.newYear
        let gathering = Gathering(
            key: "tasting",
            words: [],
            startsAt: now,
            endsAt: now.adding(days: 1),
            place: .inPerson("x"),
            capacity: 1,
            at: now
        )
        try ledger.save(gathering)
        let place = GatheringPlace(
            gathering: "tasting",
            member: Fixture.member(1),
            number: 1,
            askedAt: now,
            state: .waiting
        )
        try ledger.put(place)
        _ = try (ledger.move(place, from: .waiting), ledger.told(.offer, of: place), ledger.lockGathering("tasting"))
        _ = try (ledger.gathering("tasting"), ledger.gatherings(endingAfter: now, limit: 10))
        _ = try (ledger.gatherings(endedBy: now, limit: 10), ledger.gatheringTally("tasting", at: now))
        _ = try ledger.gatheringPlace("tasting", of: Fixture.member(1))
        _ = try ledger.gatheringPlaces("tasting", .waiting, after: 0, limit: 10)
        _ = try (ledger.gatheringPlacesDue("tasting", by: now), ledger.waiting(at: "tasting", before: 2))
        _ = try (ledger.gatheringPlaces(of: Fixture.member(1)), ledger.gatheringPlaces(untold: .offer, limit: 10))
    }

    private func useCases(_ ledger: any Ledger) throws {
        let (now, staff) = (Fixture.newYear, StaffID(Identifier(high: 2, low: 2)))
        let id = CaseID(member: Fixture.member(1), Identifier(high: 1, low: 9))
        try ledger.save(
            MemberCase(id: id, kind: .complaint, source: .staff, openedAt: now, dueAt: now, owner: staff)
        )
        try ledger.add(
            CaseStep(
                caseID: id,
                number: 1,
                at: now,
                what: .opened,
                state: .received,
                author: .member,
                sealed: [1]
            )
        )
        try ledger.save(
            Compensation(
                id: Identifier(high: 1, low: 8),
                caseID: id,
                staff: staff,
                month: "2026-01",
                wallet: "points",
                points: Points(1),
                at: now,
                state: .given
            )
        )
        _ = try (ledger.memberCase(id), ledger.memberCases(of: id.member, limit: 5), ledger.caseSteps(of: id))
        for filter in CaseFilter.allCases {
            _ = try ledger.memberCases(filter, of: staff, at: now, after: nil, limit: 5)
        }
        _ = try ledger.openCases()
        try ledger.memberCases(openedFrom: now, until: now) { _ in }
        _ = try ledger.compensation(Identifier(high: 1, low: 8), of: id.member)
        _ = try ledger.compensations(of: id.member)
        _ = try ledger.takeFromBudget(Points(1), by: staff, in: "2026-01", of: Points(2))
        _ = try ledger.compensationSpent(by: staff, in: "2026-01")
        try ledger.giveBackToBudget(Points(1), by: staff, in: "2026-01")
    }

    private func useEverything(_ store: TableStore) async throws {
        try await store.add(listener: "crm", to: .orderPaid)
        try await store.writing { ledger in
            let joined = try Fixture.newcomer(1, Fixture.enrolment("1"), Fixture.order("A-1", 99_000))
            _ = try ledger.append([joined])
            let key = OrderKey(source: "shop", id: "A-1")
            let state = try ledger.states([StateRequest(member: Fixture.member(1), orders: [key])])[0]
            let returned = Fixture.orderReturn("A-1", at: Fixture.newYear.adding(days: 700))
            _ = try ledger.append([try Fixture.part(try #require(state), returned)])
            try ledger.put(Fixture.shops[0])
            try useSuppliers(ledger)
            try ledger.publish(
                PublishedProgramme(number: 1, validFrom: Fixture.newYear, publishedAt: Fixture.newYear, document: "")
            )
            _ = try ledger.cancelProgramme(1, at: Fixture.newYear)
            for revision in 1...2 as ClosedRange<Int64> {
                let draft = ProgrammeDraft(
                    name: "a",
                    revision: revision,
                    base: nil,
                    document: "",
                    createdAt: Fixture.newYear,
                    savedAt: Fixture.newYear,
                    savedBy: .operator
                )
                _ = try ledger.save(draft)
            }
            _ = try (ledger.drafts(), ledger.draft("a"), ledger.removeDraft("a"))
            try ledger.add(APIKey(id: "k", name: "k", scopes: [], createdAt: Fixture.newYear), hash: [1])
            _ = try ledger.revokeAPIKey("k", at: Fixture.newYear)
            try ledger.setPerson([1], of: Fixture.member(1))
            try ledger.setPerson(nil, of: Fixture.member(1))
            try ledger.add(Fixture.identity(2), to: Fixture.member(1))
            _ = try ledger.keys(notOf: "2026-02", after: nil, limit: 10)
            try ledger.rewrap(WrappedKey(epoch: "2026-02", bytes: [1]), of: Fixture.member(1))
            try ledger.save(ImportJob(id: "i", updatedAt: Fixture.newYear))
            try ledger.setWords([WordHash(1), WordHash(-1)], of: Fixture.member(1))
            try ledger.addWords([WordHash(2)], of: Fixture.member(1))
            try ledger.save(SearchProgress(after: Fixture.member(1)))
            try ledger.save(KeptSnapshot(name: "figures", at: Fixture.newYear, document: "{}"))
            try useOutbox(ledger)
            try usePortal(ledger)
            try useTalk(ledger)
            try useContacts(ledger)
            try useJourneys(ledger)
            try useSurveys(ledger)
            try useProductReviews(ledger)
            try useCases(ledger)
            try useGatherings(ledger)
            _ = try ledger.erase(Tombstone(member: Fixture.member(1), erasedAt: Fixture.newYear, identities: []))
            _ = try ledger.erased(of: [Fixture.member(1)])
        }
        try await store.reading { archive in
            let member = Fixture.member(1)
            _ = try archive.configurationVersion()
            _ = try archive.programmes()
            _ = try archive.shops()
            _ = try archive.claims([ClaimKey(source: "shop", kind: .order, key: "A-1")])
            _ = try archive.members(with: [Fixture.identity(1).hash])
            _ = try archive.keys(of: [member])
            _ = try archive.event(EventID(member: member, number: 1))
            _ = try archive.events(of: member, before: 9, limit: 5)
            _ = try archive.entries(of: member, wallet: nil, before: 9, limit: 5)
            _ = try archive.entries(of: member, wallet: "points", before: 9, limit: 5)
            _ = try archive.person(member)
            _ = try archive.members(after: nil, limit: 10)
            _ = try archive.members(dueBy: Fixture.newYear, limit: 10)
            _ = try archive.history(of: member)
            try archive.pastEvents(after: nil, through: member) { _, _ in }
            try archive.pastMovements(after: nil, through: member) { _, _ in }
            _ = try archive.ledger(of: member)
            _ = try archive.apiKey(hash: [1])
            _ = try archive.apiKeys()
            _ = try archive.importJob("i")
            _ = try archive.activities(before: nil, at: nil, passing: 9) { _ in true }
            _ = try archive.activities(before: "9.9", at: [.online], passing: 9) { _ in true }
            _ = try archive.lastActivity(of: member, at: nil)
            _ = try archive.state(of: member, fitting: MemberFilter())
            _ = try archive.fits(member, MemberFilter())
            _ = try archive.members(withWord: WordHash(1), before: member, limit: 9)
            _ = try archive.has(member, word: WordHash(1))
            _ = try archive.searchProgress()
            _ = try archive.snapshot("figures")
        }
    }

    private func withExplainingStore(_ body: (TableStore, Plans) async throws -> Void) async throws {
        try await withTemporaryDirectory { directory in
            let file = try SQLiteDatabase(path: directory.appendingPathComponent("setia.db").path)
            _ = try await TableStore.open(database: file, now: Fixture.newYear)
            let plans = Plans()
            let explaining = ExplainingDatabase(inner: file, plans: plans)
            let store = try await TableStore.open(database: explaining, now: Fixture.newYear)
            plans.forgetAll()
            try await body(store, plans)
            try await store.close()
        }
    }
}

/// Uses what is asked of orders of suppliers.
private func useSuppliers(_ ledger: any Ledger) throws {
    let now = Fixture.newYear
    let supplier = Supplier(name: "acme", url: "https://cards.example.com", createdAt: now)
    try ledger.save(SupplierRecord(supplier: supplier, sealed: [1]))
    let order = SupplierOrder(
        member: Fixture.member(1),
        redemption: "R",
        place: 0,
        reward: "card",
        supplied: SuppliedReward(supplier: "acme", amount: nil),
        at: now,
        dueAt: now
    )
    _ = try (ledger.suppliers(), ledger.supplierOrders(dueBy: now, limit: 5))
    _ = try (ledger.supplierOrders(of: order.member, redemption: "R"), ledger.take(order, until: now))
    try ledger.settle(order)
    _ = try ledger.removeSupplier("acme")
}

/// Uses what the portal and the pages of codes ask for.
private func useSurveys(_ ledger: any Ledger) throws {
    let member = Fixture.member(1)
    var ask = SurveyAsk(member: member, survey: "s", kind: .nps, wave: "2026", askedAt: Fixture.newYear)
    try ledger.keep(asked: ask)
    ask.answer = SurveyAsk.Answer(at: Fixture.newYear, score: 9, comment: [1])
    _ = try ledger.keep(answered: ask)
    _ = try ledger.surveyAsks(of: member)
    _ = try ledger.surveyCounts("s", .nps)
    try ledger.surveyAnswers("s", .nps, wave: "2026") { _ in }
    _ = try ledger.surveyAspects("s", .nps, wave: "2026")
    _ = try ledger.surveyComments("s", .nps, wave: "2026", tag: nil, before: (Fixture.newYear, member), limit: 9)
    _ = try ledger.surveyComments("s", .nps, wave: "2026", tag: "t", before: nil, limit: 9)
    _ = try ledger.surveyTags(of: member)
    _ = try ledger.surveyTagCounts("s", .nps)
    try ledger.setTags(
        ["t"],
        of: SurveyAsk(member: member, survey: "s", kind: .nps, wave: "2026", askedAt: Fixture.newYear),
        at: Fixture.newYear
    )
}

private func useProductReviews(_ ledger: any Ledger) throws {
    let id = ProductReviewID(member: Fixture.member(1), Identifier(high: 1, low: 3))
    try ledger.save(
        ProductReview(
            id: id,
            product: "kopi-o",
            stars: 4,
            language: "en",
            naming: .nobody,
            isVerified: true,
            words: 2,
            writtenAt: Fixture.newYear,
            sealed: [1]
        )
    )
    _ = try ledger.productReviews(of: id.member)
    _ = try ledger.productReviews(.waiting, product: nil, before: id.identifier, limit: 5)
    _ = try ledger.productReviews(.published, product: "kopi-o", before: nil, limit: 5)
    _ = try ledger.ratingCounts(since: Fixture.newYear)
    var photo = ReviewPhoto(
        id: ReviewPhotoID(member: id.member, Identifier(high: 1, low: 4)),
        product: "kopi-o",
        place: 0,
        address: "a",
        kind: .jpeg,
        width: 1,
        height: 1,
        addedAt: Fixture.newYear
    )
    try ledger.add(photo, sealed: [1])
    photo.isLeftOut = true
    try ledger.save(photo)
    _ = try ledger.reviewPhotos(of: id.member)
    _ = try ledger.reviewPhoto(at: "a")
    _ = try ledger.sealedPhoto(photo.id)
    try ledger.remove(photo.id)
}

private func usePortal(_ ledger: any Ledger) throws {
    let id = Identifier(high: 7, low: 1)
    let signer = Signer(id: id, name: "s", algorithm: .hs256, audience: "a", createdAt: Fixture.newYear)
    try ledger.add(SignerRecord(signer: signer, sealed: [1]))
    _ = try ledger.signers()
    _ = try ledger.endSigner(id, at: Fixture.newYear)
    _ = try ledger.useToken([1], until: Fixture.newYear)
    _ = try ledger.endMemberSessions(of: Fixture.member(1), except: nil)
    let hash = CodeHash(bytes: [UInt8](repeating: 1, count: 16))
    _ = try ledger.vouchers([hash])
    _ = try ledger.stopVoucher(hash, at: Fixture.newYear)
    _ = try ledger.uses(ofCode: hash, limit: 9)
    _ = try ledger.voucherBatches(of: "raya", after: nil, limit: 9)
    _ = try ledger.unfinishedVoucherBatches(limit: 9)
    _ = try ledger.voucherBatches(of: "raya", after: (Fixture.newYear, id), limit: 9)
}

/// Uses everything that is about webhooks and lanes.
private func useOutbox(_ ledger: any Ledger) throws {
    let id = Identifier(millisecondsSince1970: Fixture.newYear.milliseconds, random: (0, 1))
    let webhook = Webhook(id: id, url: "", description: "", topics: .all, createdAt: Fixture.newYear)
    let secret = WebhookRecord.Secret(id: id, sealed: [1], createdAt: Fixture.newYear)
    try ledger.save(WebhookRecord(webhook: webhook, secrets: [secret]))
    _ = try ledger.webhook(id)
    try ledger.noteWebhook(id, failedAt: Fixture.newYear)
    try ledger.noteWebhook(id, deliveredAt: Fixture.newYear)
    let event = EventID(member: Fixture.member(1), number: 1)
    let line = OutboxLine(
        event: event,
        listener: id.text,
        topic: "x",
        recordedAt: Fixture.newYear,
        dueAt: Fixture.newYear
    )
    try ledger.add(line)
    _ = try ledger.outboxLines(for: id, dueBy: Fixture.newYear, in: .all, limit: 9)
    _ = try ledger.outboxLines(for: id, onlyFailing: false, before: line.mark, limit: 9)
    _ = try ledger.outboxLines(for: id, onlyFailing: true, before: line.mark, limit: 9)
    _ = try ledger.outboxLine(of: event, for: id)
    _ = try ledger.outboxListener(after: "")
    try ledger.settle(try ledger.take([line], until: Fixture.newYear))
    _ = try ledger.putBack([line], dueAt: Fixture.newYear)
    try ledger.removeOutboxLines([line], evenWaiting: true)
    _ = try ledger.removeWebhook(id)
    _ = try ledger.members(dueBy: Fixture.newYear, in: .all, limit: 9)
    try ledger.announceLaneWorker("a", until: Fixture.newYear, now: Fixture.newYear)
    _ = try ledger.laneWorkers()
    _ = try ledger.laneLeases()
    _ = try ledger.leaseLanes(.all, to: "a", until: Fixture.newYear, now: Fixture.newYear)
    try ledger.leaveLanes(.all, by: "a")
    try ledger.forgetLaneWorker("a")
}

/// The statements that were run, each with SQLite's plan for it.
final class Plans: Sendable {
    struct Explained: Sendable {
        let text: String
        let plan: [String]
    }

    private let byText = Mutex<[String: Explained]>([:])

    var all: [Explained] { byText.withLock { $0.values.sorted { $0.text < $1.text } } }

    func forgetAll() { byText.withLock { $0 = [:] } }

    func explain(_ statement: SQLStatement, _ values: [SQLValue], on connection: any SQLConnection) {
        guard byText.withLock({ $0[statement.text] == nil }) else { return }
        var plan: [String] = []
        try? connection.query(SQLStatement("EXPLAIN QUERY PLAN " + statement.text), values) { plan.append($0.text(3)) }
        let explained = Explained(text: statement.text, plan: plan)
        byText.withLock { $0[statement.text] = explained }
    }
}

/// A database that asks for the plan of each statement before it runs it.
private struct ExplainingDatabase: SQLDatabase {
    let inner: SQLiteDatabase
    let plans: Plans

    var dialect: Dialect { inner.dialect }

    func writing<R: Sendable>(
        _ isolation: SQLIsolation,
        _ body: @escaping @Sendable (any SQLConnection) throws -> R
    ) async throws -> R {
        try await inner.writing(isolation) { try body(ExplainingConnection(inner: $0, plans: plans)) }
    }

    func reading<R: Sendable>(_ body: @escaping @Sendable (any SQLConnection) throws -> R) async throws -> R {
        try await inner.reading { try body(ExplainingConnection(inner: $0, plans: plans)) }
    }

    func close() async throws { try await inner.close() }
}

private final class ExplainingConnection: SQLConnection {
    private let inner: any SQLConnection
    private let plans: Plans

    init(inner: any SQLConnection, plans: Plans) {
        self.inner = inner
        self.plans = plans
    }

    var dialect: Dialect { inner.dialect }

    func run(_ statement: SQLStatement, _ values: [SQLValue]) throws(SQLFailure) -> Int {
        plans.explain(statement, values, on: inner)
        return try inner.run(statement, values)
    }

    func query(_ statement: SQLStatement, _ values: [SQLValue], each: (SQLRow) throws -> Void) throws {
        plans.explain(statement, values, on: inner)
        try inner.query(statement, values, each: each)
    }

    func script(_ text: String) throws(SQLFailure) { try inner.script(text) }

    func savepoint<R>(_ body: () throws -> R) throws -> R { try inner.savepoint(body) }
}
