import SetiaCare
import SetiaCore
import Testing

@Suite("The response clock")
struct ResponseClockTests {
    static let fifteen = ResponseTarget(firstMinutes: 15, nextMinutes: 60)

    /// Friday 27 November 2026 in Kuala Lumpur.
    private func clock(_ time: String) -> Instant { at("2026-11-27T\(time)+08:00") }

    private func run(_ steps: [ConversationStep], target: ResponseTarget = fifteen) -> ResponseClock {
        var clock = ResponseClock()
        for step in steps { clock.take(step, target: target, calendar: CalendarTests.office, in: kualaLumpur) }
        return clock
    }

    @Test("K-21, acceptance 5: 80 minutes by the wall, 20 of business, credited to who replied, broken when it was due")
    func acceptance() throws {
        // The conversation is agent A's; that is nothing that the clock asks for.
        let steps: [ConversationStep] = [
            .inbound(clock("12:50:00")), .automaticAcknowledgement(clock("12:50:05")),
            .humanReply(clock("14:10:00"), by: "agent-b"),
        ]
        let before = try #require(run(Array(steps.prefix(2))).waiting)
        #expect(before.dueAt == clock("14:05:00"))
        #expect(before.breachedAt(asOf: clock("14:04:59.999")) == nil)
        #expect(before.breachedAt(asOf: clock("14:09:00")) == clock("14:05:00"))
        let episode = try #require(run(steps).ended.first)
        #expect(episode.wallTime(asOf: clock("18:00:00")) == 80 * 60_000)
        #expect(
            episode.businessTime(asOf: clock("18:00:00"), calendar: CalendarTests.office, in: kualaLumpur) == 20
                * 60_000
        )
        #expect(episode.ending == WaitingEpisode.Ending(at: clock("14:10:00"), replier: "agent-b", kind: .answered))
        #expect(episode.isInTime(asOf: clock("18:00:00")) == false)
        #expect(episode.breachedAt(asOf: clock("18:00:00")) == clock("14:05:00"))
    }

    @Test("K-21: it begins with the first message that nobody answered, and further ones do not begin it again")
    func firstUnanswered() throws {
        let episode = try #require(run([.inbound(clock("10:00:00")), .inbound(clock("10:10:00"))]).waiting)
        #expect(episode.openedAt == clock("10:00:00"))
        #expect(episode.dueAt == clock("10:15:00"))
    }

    @Test(
        "K-22: acknowledgements, programs and notes do not stop it",
        arguments: [
            ConversationStep.automaticAcknowledgement(at("2026-11-27T02:01:00Z")),
            .programReply(at("2026-11-27T02:01:00Z"), by: "bot"), .note(at("2026-11-27T02:01:00Z")),
            .reopened(at("2026-11-27T02:01:00Z")),
        ]
    )
    func goesOn(step: ConversationStep) {
        let clock = run([.inbound(clock("10:00:00")), step])
        #expect(clock.waiting?.openedAt == self.clock("10:00:00"))
        #expect(clock.ended.isEmpty)
    }

    @Test("K-22: a program's answer stops it when the member says that it solved it")
    func solved() {
        let ended = run([
            .inbound(clock("10:00:00")), .programReply(clock("10:00:10"), by: "bot"),
            .solvedByProgram(clock("10:02:00")),
        ]).ended
        #expect(ended.map(\.ending?.kind) == [.solvedByProgram])
        #expect(ended.map(\.ending?.at) == [clock("10:02:00")])
    }

    @Test("K-23: after an answer the next message opens the next, with a promise of its own")
    func nextResponse() {
        let clock = run([
            .inbound(clock("10:00:00")), .humanReply(clock("10:15:00"), by: "a"),
            .humanReply(clock("10:16:00"), by: "a"),
            .inbound(clock("12:30:00")),
        ])
        #expect(clock.ended.map { $0.isInTime(asOf: self.clock("18:00:00")) } == [true])
        #expect(clock.waiting?.dueAt == self.clock("14:30:00"))
        #expect(clock.resolution == nil)
    }

    @Test("K-25: waiting for the member puts off what is due by the business time that it took, and its share is told")
    func pauses() throws {
        let steps: [ConversationStep] = [
            .inbound(clock("12:50:00")), .waitingForMember(clock("12:55:00"), reason: "order number"),
            .waitingForMember(clock("12:56:00"), reason: "twice is once"),
        ]
        let paused = try #require(run(steps).waiting)
        #expect(paused.isInTime(asOf: clock("17:00:00")) == nil)
        let after = try #require(run(steps + [.inbound(clock("14:20:00"))]).waiting)
        // Ten of fifteen minutes were left.
        #expect(after.dueAt == clock("14:30:00"))
        let ended = try #require(
            run(steps + [.resumed(clock("14:20:00")), .humanReply(clock("14:25:00"), by: "a")]).ended.first
        )
        #expect(ended.isInTime(asOf: clock("18:00:00")) == true)
        #expect(ended.pausedTime(asOf: clock("18:00:00")) == 85 * 60_000)
        #expect(ended.wallTime(asOf: clock("18:00:00")) == 95 * 60_000)
        #expect(
            ended.businessTime(asOf: clock("18:00:00"), calendar: CalendarTests.office, in: kualaLumpur) == 10 * 60_000
        )
    }

    @Test("K-25: a pause that begins when it was due mends nothing")
    func lateExcuse() throws {
        let steps: [ConversationStep] = [
            .inbound(clock("10:00:00")), .waitingForMember(clock("10:15:00"), reason: "late"),
            .resumed(clock("11:00:00")),
        ]
        #expect(run(steps).waiting?.dueAt == clock("10:15:00"))
        #expect(run(steps).waiting?.breachedAt(asOf: clock("10:30:00")) == clock("10:15:00"))
    }

    @Test("K-24: a changed calendar counts for what is not due yet, and for nothing else")
    func changedCalendar() {
        let longer = BusinessCalendar(id: "kl", version: 2, hours: WeekHours(weekdays: stretches((540, 1_080))))
        var first = run([.inbound(clock("12:50:00"))])
        first.recompute(target: Self.fifteen, calendar: longer, in: kualaLumpur, now: clock("12:55:00"))
        #expect(first.waiting?.dueAt == clock("13:05:00"))
        #expect(first.waiting?.calendarVersion == 2)
        var second = run([.inbound(clock("12:50:00"))])
        second.recompute(target: Self.fifteen, calendar: longer, in: kualaLumpur, now: clock("14:05:00"))
        #expect(second.waiting?.dueAt == clock("14:05:00"))
        #expect(second.waiting?.calendarVersion == 1)
    }

    @Test("K-23: what is closed with no answer stays unanswered, and is late when it was due")
    func closed() throws {
        let clock = run([.inbound(clock("10:00:00")), .closed(clock("10:05:00"))])
        let episode = try #require(clock.ended.first)
        #expect(clock.resolution == 300_000)
        #expect(!episode.isAnswered)
        #expect(episode.isInTime(asOf: self.clock("10:14:00")) == nil)
        #expect(episode.isInTime(asOf: self.clock("10:15:00")) == false)
    }

    @Test("K-26: median, nine of ten, and how many in time, with what nobody answered once it was due")
    func summary() throws {
        func sample(_ minutes: Int64?, by replier: Key? = "a", channel: Key = "mail", due: Int64 = 15) -> ResponseSample
        {
            let start = clock("10:00:00")
            let episode = WaitingEpisode(
                openedAt: start,
                dueAt: start.adding(milliseconds: due * 60_000),
                calendarVersion: 1,
                ending: minutes.map {
                    WaitingEpisode.Ending(
                        at: start.adding(milliseconds: $0 * 60_000),
                        replier: replier,
                        kind: .answered
                    )
                }
            )
            return ResponseSample(
                episode: episode,
                channel: channel,
                team: "care",
                businessTime: (minutes ?? 0) * 60_000
            )
        }
        let samples = [
            sample(10), sample(20, by: "b"), sample(5), sample(nil, channel: "line"),
            sample(nil, channel: "line", due: 600),
        ]
        let all = try #require(ResponseSummary.of(samples, by: .all, asOf: clock("12:00:00")).first)
        #expect(all.answered == 3)
        #expect(all.overdue == 1)
        #expect(all.promised == 4)
        #expect(all.inTime == 2)
        #expect(all.attainment == 5_000)
        #expect(all.medianWall == 600_000)
        #expect(all.p90Business == 1_200_000)
        let people = ResponseSummary.of(samples, by: .person, asOf: clock("12:00:00"))
        #expect(people.map(\.group) == [nil, "a", "b"])
        #expect(people.map(\.attainment) == [0, 10_000, 0])
        #expect(people.map(\.medianWall) == [nil, 450_000, 1_200_000])
        let channels = ResponseSummary.of(samples, by: .channel, asOf: clock("12:00:00"))
        #expect(channels.map(\.group) == ["line", "mail"])
        #expect(ResponseSummary.of(samples, by: .team, asOf: clock("12:00:00")).map(\.promised) == [4])
        #expect(ResponseSummary.of([], by: .team, asOf: clock("12:00:00")).isEmpty)
    }
}
