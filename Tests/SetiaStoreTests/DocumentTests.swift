import SetiaCore
import SetiaService
import SetiaTesting
import Testing

@testable import SetiaStore

@Suite("Kept documents")
struct DocumentTests {
    @Test("a state is read back as it was written", arguments: 0..<100)
    func stateRoundTrip(seed: UInt64) throws {
        var random = SplitMix64(seed: seed)
        let state = RandomValues.state(&random)
        var read = MemberState(member: state.member)
        try StateDocument.read(StateDocument.text(of: state), into: &read)
        #expect(read == state)
    }

    @Test("a decision is read back as it was written", arguments: 0..<100)
    func decisionRoundTrip(seed: UInt64) throws {
        var random = SplitMix64(seed: seed)
        let entries = Int64(random.next() % 4)
        let decision = RandomValues.decision(number: 7, entries: entries, reasons: 8, &random)
        let document = try DecisionDocument(DecisionDocument.text(of: decision))
        let read = document.decision(
            number: decision.number,
            programmeVersion: decision.programmeVersion,
            entries: decision.entries
        )
        #expect(document.entryCount == Int(entries))
        #expect(read == decision)
    }

    @Test("what came of an order is read back as it was written", arguments: 0..<30)
    func orderRoundTrip(seed: UInt64) throws {
        var random = SplitMix64(seed: seed)
        var record = OrderRecord(key: OrderKey(source: "a", id: "b"))
        record.spent = RandomValues.list(4, &random) { random in
            OrderRecord.SpentLot(
                wallet: RandomValues.key(&random),
                lot: RandomValues.lot(&random),
                points: RandomValues.points(&random)
            )
        }
        record.returned.lines = RandomValues.list(4, &random) { random in
            OrderRecord.Returned.Line(quantity: Int64(random.next() % 9), net: Int64(random.next() % 90_000))
        }
        record.returned.wallets = RandomValues.list(3, &random) { random in
            OrderRecord.Returned.Wallet(
                wallet: RandomValues.key(&random),
                givenBack: RandomValues.points(&random),
                clawedBack: RandomValues.points(&random),
                lapsed: RandomValues.points(&random)
            )
        }
        if random.next() % 2 == 0 {
            record.corrected = OrderRecord.Corrected(
                gifts: RandomValues.list(3, &random) { random in
                    OrderRecord.Paid.Gift(
                        rule: RandomValues.key(&random),
                        wallet: RandomValues.key(&random),
                        points: RandomValues.points(&random)
                    )
                },
                lots: RandomValues.list(3, &random) { random in
                    OrderRecord.EarnedLot(
                        wallet: RandomValues.key(&random),
                        lot: RandomValues.number(&random),
                        points: RandomValues.points(&random)
                    )
                },
                earned: RandomValues.list(3, &random) { random in
                    OrderRecord.Corrected.Earned(
                        wallet: RandomValues.key(&random),
                        points: RandomValues.points(&random)
                    )
                },
                progress: RandomValues.list(2, &random) { random in
                    OrderRecord.Progress(
                        achievement: RandomValues.key(&random),
                        added: RandomValues.number(&random),
                        reached: RandomValues.number(&random)
                    )
                }
            )
        }
        if random.next() % 2 == 0 { record.returnedAt = RandomValues.instant(&random) }
        var read = OrderRecord(key: record.key)
        try OrderDocument.read(OrderDocument.text(of: record), into: &read)
        #expect(read == record)
    }

    @Test("documents have the form that is kept for ever")
    func form() throws {
        let part = try Fixture.newcomer(1, Fixture.enrolment("1"), Fixture.order("A-1", 250_099))
        #expect(
            StateDocument.text(of: part.state)
                == #"{"v":1,"orders":1,"accounts":[["points",0,2600,0,0,"#
                + #"[2,100,100,1768406400000,1801411200000,4,2500,2500,1768406400000,1801411200000]]],"#
                + #""standings":[["status","gold",1767240000000,1830268800000,0,"silver",1767240000000,null]],"#
                + #""tallies":[["status","net spend",[20454,250099]]],"lastOrder":1767240000000}"#
        )
        #expect(
            DecisionDocument.text(of: part.events[1].decision)
                == #"{"v":1,"entries":1,"reasons":[["earnedByRate","base","points",250099,"MYR",1,100,"MYR",2500],"#
                + #"["conditionNotMet","gold-half-more","member.tiers.status.atLeast(\"gold\")",0],"#
                + #"["pendingUntil","points",2500,1768406400000],["expiresAt","points",2500,1801411200000],"#
                + #"["countedForTier","status",250099,"MYR",250099,"MYR"],"#
                + #"["levelReached","status","silver","gold",1830268800000]],"#
                + #""balances":["points",0,2600,0,0],"levels":["status","gold"]}"#
        )
    }

    @Test("what was kept before ladders measured anything but spend is read as spend by calendar years")
    func earlierSpend() throws {
        var state = MemberState(member: Fixture.member(1))
        try StateDocument.read(
            #"{"v":1,"spend":["status",2025,100,"other",2025,7,"status",2026,250099]}"#,
            into: &state
        )
        let (then, now) = (try #require(Day(iso: "2025-01-01")), try #require(Day(iso: "2026-01-01")))
        #expect(
            state.tallies == [
                Tally(
                    tierSet: "status",
                    metric: "net spend",
                    buckets: [Tally.Bucket(start: then, amount: 100), Tally.Bucket(start: now, amount: 250_099)]
                ),
                Tally(tierSet: "other", metric: "net spend", buckets: [Tally.Bucket(start: then, amount: 7)]),
            ]
        )
    }

    @Test(
        "a document that we did not write is refused, not guessed at",
        arguments: [
            "", "{", "[]", "{}", #"{"v":2}"#, #"{"v":"1"}"#, #"{"v":1,"accounts":7}"#, #"{"v":1,"accounts":[[]]}"#,
            #"{"v":1,"accounts":[["points",0,0,0,0,[1,2,3,4]]]}"#, #"{"v":1,"facts":["MY"]}"#,
            #"{"v":1,"standings":[["status","gold",1,2,3]]}"#, #"{"v":1,"spend":["status"]}"#,
            #"{"v":1,"tallies":[["status","net spend",[1]]]}"#, #"{"v":1,"waiting":["status","earned points",1]}"#,
            #"{"v":1,"looks":["status"]}"#,
        ]
    )
    func refusesDamage(text: String) {
        #expect(throws: MalformedDocument.self) {
            var state = MemberState(member: Fixture.member(1))
            try StateDocument.read(text, into: &state)
        }
    }

    @Test(
        "a decision that we did not write is refused, not guessed at",
        arguments: [
            "", #"{"v":2}"#, #"{"v":1,"reasons":[["whim"]]}"#, #"{"v":1,"reasons":[["spent","points"]]}"#,
            #"{"v":1,"reasons":[["multiplied","r","w",1,0,1]]}"#, #"{"v":1,"balances":["points",1]}"#,
            #"{"v":1,"reasons":[["noRateForCurrency","r","w","Ringgit"]]}"#,
            #"{"v":1,"reasons":[["countedForTier","status",-1,"MYR",1,"MYR"]]}"#,
        ]
    )
    func refusesDamagedDecisions(text: String) {
        #expect(throws: MalformedDocument.self) { try DecisionDocument(text) }
    }
}
