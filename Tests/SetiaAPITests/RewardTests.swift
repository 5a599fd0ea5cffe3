import HTTPTypes
import JSONText
import SetiaCore
import SetiaService
import SetiaTesting
import Testing

@Suite("Rewards by the API")
struct RewardTests {
    @Test("W-5: a quote says what is missing, what is near and how many more she may have")
    func quotes() async throws {
        let shelf = try await RewardShelf(points: 200)
        #expect(try await shelf.fill("mug", 5).status == 200)
        let mug = try #require(try await shelf.quote("mug"))
        #expect(mug["canHave"] == .bool(false) && mug["isNear"] == .bool(true))
        let price = try #require(mug["prices"]?.array?.first)
        #expect(price["points"] == 300 && price["available"] == 200 && price["missing"] == 100)
        #expect(mug["left"] == 5 && mug["mayHave"] == 2 && mug["obstacles"] == .array([]))
        // A hundred more, and it can be had; one had, one more this month.
        #expect(try await shelf.caller.record(Sample.adjustment(400, of: shelf.ana, number: 2)).status == 201)
        #expect(try await shelf.quote("mug")?["canHave"] == .bool(true))
        #expect(try await shelf.redeem(#"{"redemptionId": "R1", "reward": "mug"}"#).status == 201)
        let after = try #require(try await shelf.quote("mug"))
        #expect(after["left"] == 4 && after["mayHave"] == 1 && after["canHave"] == .bool(true))
        // Less than half is there: far.
        let gone = try await shelf.redeem(#"{"redemptionId": "R2", "reward": "mug"}"#)
        #expect(gone.status == 201)
        #expect(try await shelf.quote("mug")?["isNear"] == .bool(false))
    }

    @Test(
        "W-5: what stands in between is told by its type, with what a program needs, and in her language",
        arguments: [
            ("siam", "wrong-country", "only for members in Thailand or Indonesia", "หมดเขต"),
            ("lounge", "not-eligible", "for gold and above", "ขึ้นไป"),
            ("veteran", "not-eligible", "from 2 March 2027 on", "ตั้งแต่"),
            ("many", "not-eligible", "not for you at the moment", "ยังไม่เข้าเงื่อนไขในตอนนี้"),
            ("past", "reward-expired", "no longer to be had", "หมดเขตแล้ว"),
            ("coming", "not-yet", "from 1 April 2026 on", "ตั้งแต่"),
            ("mug", "out-of-stock", "none left", "หมดแล้ว"),
        ]
    )
    func obstacles(reward: String, type: String, english: String, thai: String) async throws {
        let shelf = try await RewardShelf(points: 1_000)
        let told = try #require(try await shelf.quote(reward)?["obstacles"]?.array?.first)
        #expect(told["type"]?.string == type)
        #expect(told["text"]?.string == english)
        #expect(told["detail"]?.string?.isEmpty == false)
        if reward == "coming" { #expect(told["again"] == "2026-03-31T16:00:00Z") }
        let inThai = try await shelf.quote(reward, "?language=th")?["obstacles"]?.array?.first?["text"]?.string
        if reward == "siam" {
            #expect(inThai?.hasPrefix("เฉพาะสมาชิกใน") == true)
        } else {
            #expect(inThai?.contains(thai) == true, "\(inThai ?? "")")
        }
        for language in ["ms", "id"] {
            let other = try await shelf.quote(reward, "?language=\(language)")?["obstacles"]?.array?.first
            #expect(other?["type"]?.string == type && other?["text"] != told["text"])
        }
        let refused = try await shelf.caller.send(.get, "/v1/members/\(shelf.ana)/rewards?language=fr")
        expect(refused, 400, "invalid-parameter", "language", "must be en, ms, id or th")
    }

    @Test("W-5: where and by which way she asks is part of a quote")
    func placeAndChannel() async throws {
        let shelf = try await RewardShelf(points: 1_000)
        for (reward, query) in [("app", "?channel=app"), ("bangsar", "?store=kl-bangsar")] {
            #expect(try await shelf.quote(reward)?["canHave"] == .bool(false))
            #expect(try await shelf.quote(reward, query)?["canHave"] == .bool(true))
            #expect(try await shelf.redeem(#"{"reward": "\#(reward)"}"#).status == 422)
        }
        #expect(try await shelf.redeem(#"{"reward": "app", "channel": "app"}"#).status == 201)
        #expect(try await shelf.redeem(#"{"reward": "bangsar", "store": "kl-bangsar"}"#).status == 201)
        let odd = try await shelf.caller.send(.get, "/v1/members/\(shelf.ana)/rewards?store=KL%20Bangsar")
        expect(odd, 400, "invalid-parameter", "store", "must be the id of a store")
        let nobody = "/v1/members/01kdvvcrg6e008000000000099/rewards"
        #expect(try await shelf.caller.send(.get, nobody).json["type"] == "/problems/unknown-member")
    }

    @Test("C-1: a reward for a segment is had by who belongs to it, as she stands at that moment")
    func forASegment() async throws {
        let shelf = try await RewardShelf(points: 1_000)
        let member = try #require(MemberID(text: shelf.ana))
        for reward in ["listed", "papers"] {
            #expect(try await shelf.quote(reward)?["canHave"] == .bool(false))
            #expect(try await shelf.redeem(#"{"reward": "\#(reward)"}"#).json["type"] == "/problems/not-eligible")
        }
        _ = try await shelf.caller.brand.service.list([member], on: "press", isIn: true, by: .operator)
        for reward in ["listed", "papers"] {
            #expect(try await shelf.quote(reward)?["canHave"] == .bool(true))
            #expect(try await shelf.redeem(#"{"reward": "\#(reward)"}"#).status == 201)
        }
        _ = try await shelf.caller.brand.service.list([member], on: "press", isIn: false, by: .operator)
        #expect(try await shelf.redeem(#"{"reward": "listed"}"#).json["type"] == "/problems/not-eligible")
    }

    @Test("W-1, W-10: shelves are filled and codes loaded, and what cannot be loaded is refused with its reason")
    func loading() async throws {
        let shelf = try await RewardShelf(points: 1_000)
        let filled = try await shelf.fill("mug", 3)
        #expect(filled.json == json(#"{"left": 3, "loaded": 3, "reward": "mug", "taken": 0}"#))
        let missing = try await shelf.fill("mug", -4)
        #expect(missing.status == 409 && missing.json["type"] == "/problems/not-there")
        #expect(missing.json["left"] == 3 && missing.json["asked"] == 4)
        #expect(try await shelf.fill("dinner", 1).json["type"] == "/problems/wrong-stock")
        #expect(try await shelf.fill("gone", 1).status == 404)
        let nothing = try await shelf.fill("mug", 0)
        #expect(nothing.status == 422 && nothing.json["errors"]?.array?[0]["field"] == "amount")
        func load(_ text: String, to reward: String = "cinema") async throws -> Answer {
            try await shelf.caller.send(.post, "/v1/rewards/\(reward)/codes", text, type: "text/csv")
        }
        let first = try await load("code\nCINEMA-1\nCINEMA-2\nCINEMA-1\n")
        #expect(first.json == json(#"{"added": 2, "left": 2, "loaded": 2, "reward": "cinema", "taken": 0}"#))
        #expect(try await load("CINEMA-2\n\"CINEMA-3\",ours\n").json["added"] == 1)
        #expect(try await load("code\n").status == 400)
        #expect(try await load("A\n", to: "mug").json["type"] == "/problems/wrong-stock")
        #expect(try await load(String(repeating: "A", count: 201)).status == 422)
        #expect(try await shelf.shelf("cinema") == [3, 0, 0])
        // Who has one reads her code, the same each time, and nobody else reads any.
        let had = try await shelf.redeem(#"{"redemptionId": "R1", "reward": "cinema", "quantity": 2}"#)
        let codes = had.json["redemption"]?["codes"]
        #expect(Set(codes?.array?.compactMap(\.string) ?? []).count == 2)
        let again = try await shelf.caller.send(.get, "/v1/members/\(shelf.ana)/redemptions/R1")
        #expect(again.json["codes"] == codes)
        #expect(try await shelf.shelf("cinema") == [1, 2, 0])
    }

    @Test("W-7: set aside, made longer, had in part, given back in part, and the rest again")
    func life() async throws {
        let shelf = try await RewardShelf(points: 1_000)
        _ = try await shelf.fill("mug", 2)
        let held = try await shelf.redeem(
            #"{"redemptionId": "R1", "reward": "mug", "quantity": 2, "hold": true, "minutes": 10}"#
        )
        #expect(held.status == 201 && held.json["redemption"]?["state"] == "held")
        #expect(held.json["redemption"]?["until"] == "2026-03-02T01:40:00Z")
        #expect(try await shelf.points() == 400)
        #expect(try await shelf.shelf("mug") == [0, 0, 2])
        let extended = try await shelf.step("extend", of: "R1", #"{"minutes": 60, "name": "a"}"#)
        #expect(extended.json["redemption"]?["until"] == "2026-03-02T02:30:00Z")
        // The same wish again is answered as it was.
        let again = try await shelf.redeem(
            #"{"redemptionId": "R1", "reward": "mug", "quantity": 2, "hold": true, "minutes": 10}"#
        )
        #expect(again.status == 200 && again.json["receipt"]?["replayed"] == .bool(true))
        let part = try await shelf.step("capture", of: "R1", #"{"quantity": 1}"#)
        #expect(part.status == 201)
        #expect(part.json["redemption"]?["captured"] == 1 && part.json["redemption"]?["fulfilment"] == "pending")
        #expect(try await shelf.points() == 700)
        #expect(try await shelf.shelf("mug") == [1, 1, 0])
        let more = try await shelf.step("rollback", of: "R1", #"{"quantity": 2}"#)
        #expect(more.status == 422 && more.json["type"] == "/problems/too-many")
        #expect(more.json["left"] == 1 && more.json["asked"] == 2)
        let back = try await shelf.step("rollback", of: "R1", #"{"quantity": 1, "name": "b"}"#)
        #expect(back.json["redemption"]?["state"] == "rolled-back" && back.json["redemption"]?["rolledBack"] == 1)
        #expect(try await shelf.points() == 1_000)
        #expect(try await shelf.shelf("mug") == [2, 0, 0])
        // What came back is not had again: the same capture is answered as it was, another says where it stands.
        let same = try await shelf.step("capture", of: "R1", #"{"quantity": 1}"#)
        #expect(same.status == 200 && same.json["receipt"]?["replayed"] == .bool(true), "\(same.text)")
        #expect(same.json["redemption"]?["state"] == "rolled-back")
        let other = try await shelf.step("capture", of: "R1")
        #expect(other.status == 409 && other.json["type"] == "/problems/redemption-ended", "\(other.text)")
        #expect(other.json["detail"]?.string?.contains("rolled-back") == true)
        #expect(try await shelf.points() == 1_000)
        #expect(try await shelf.step("cancel", of: "R1").json["type"] == "/problems/redemption-ended")
        #expect(try await shelf.caller.brand.service.verify().isClean)
    }

    @Test("W-7, W-8, W-12: given up, packed, sent, delivered, and withdrawn as long as nobody has handed it over")
    func steps() async throws {
        let shelf = try await RewardShelf(points: 1_000)
        _ = try await shelf.fill("mug", 5)
        #expect(try await shelf.redeem(#"{"redemptionId": "R1", "reward": "mug", "hold": true}"#).status == 201)
        let cancelled = try await shelf.step("cancel", of: "R1")
        #expect(cancelled.json["redemption"]?["state"] == "cancelled")
        #expect(try await shelf.points() == 1_000)
        #expect(try await shelf.redeem(#"{"redemptionId": "R2", "reward": "mug"}"#).status == 201)
        for (step, stands) in [("pack", "packed"), ("send", "sent"), ("deliver", "delivered")] {
            let answer = try await shelf.step(step, of: "R2")
            #expect(answer.json["redemption"]?["fulfilment"]?.string == stands, "\(answer.text)")
        }
        #expect(try await shelf.step("withdraw", of: "R2").json["type"] == "/problems/wrong-step")
        #expect(try await shelf.redeem(#"{"redemptionId": "R3", "reward": "dinner"}"#).status == 201)
        // What is not sent is not packed either.
        #expect(try await shelf.step("pack", of: "R3").json["type"] == "/problems/wrong-step")
        let withdrawn = try await shelf.step("withdraw", of: "R3")
        #expect(withdrawn.json["redemption"]?["state"] == "rolled-back")
        #expect(try await shelf.points() == 700)
        #expect(try await shelf.step("pack", of: "R9").json["type"] == "/problems/unknown-redemption")
        #expect(try await shelf.step("melt", of: "R2").status == 404)
        let odd = try await shelf.step("pack", of: "R2", #"{"quantity": 1}"#)
        #expect(odd.status == 422 && odd.json["errors"]?.array?[0]["field"] == "quantity", "\(odd.text)")
        let own = try await shelf.caller.send(.get, "/v1/members/\(shelf.ana)/redemptions")
        #expect(own.json["items"]?.array?.count == 3)
    }

    @Test("W-8: what waits longest stands first, by pages, of one reward, or so far on its way")
    func lists() async throws {
        let shelf = try await RewardShelf(points: 1_000)
        for number in 1...5 {
            let reward = number == 3 ? "fare" : "dinner"
            let body = #"{"redemptionId": "R\#(number)", "reward": "\#(reward)", "currency": "MYR"}"#
            #expect(try await shelf.redeem(body).status == 201)
            shelf.caller.brand.clock.advance(milliseconds: 1_000)
        }
        #expect(try await shelf.step("deliver", of: "R2").status == 201)
        func list(_ query: String) async throws -> (ids: [String], next: String?) {
            let answer = try await shelf.caller.send(.get, "/v1/redemptions\(query)")
            #expect(answer.status == 200, "\(answer.text)")
            let items = answer.json["items"]?.array ?? []
            #expect(items.allSatisfy { $0["member"]?.string == shelf.ana })
            return (items.compactMap { $0["redemptionId"]?.string }, answer.json["next"]?.string)
        }
        var (ids, next) = try await list("?limit=2")
        var pages = 1
        while let cursor = next {
            let page = try await list("?limit=2&cursor=\(cursor)")
            ids += page.ids
            next = page.next
            pages += 1
        }
        #expect(ids == ["R1", "R2", "R3", "R4", "R5"] && pages == 3)
        #expect(try await list("?reward=fare").ids == ["R3"])
        #expect(try await list("?fulfilment=delivered").ids == ["R2"])
        #expect(try await list("?fulfilment=pending&reward=dinner").ids == ["R1", "R4", "R5"])
        let odd = try await shelf.caller.send(.get, "/v1/redemptions?fulfilment=lost")
        expect(odd, 400, "invalid-parameter", "fulfilment", "must be one of pending, packed, sent, delivered")
        #expect(try await shelf.caller.send(.get, "/v1/redemptions?cursor=nonsense").status == 400)
    }
}
