import HTTPTypes
import JSONText
import SetiaCore
import SetiaService
import SetiaTesting
import Testing

@Suite("Surveys over HTTP")
struct SurveyTests {
    private static let programme =
        Caller.kopiSetia + """

            surveys:
              recommend:
                kind: nps
                ask: {en: Would you?, ms: Sudikah?, id: Maukah?, th: แนะนำไหม}
                every: quarter
              rare:
                kind: csat
                ask: {en: Satisfied?, ms: Puas?, id: Puaskah?, th: พอใจไหม}
                every: year
                share: 0.01%
              first:
                kind: expectation
                ask: {en: As expected?, ms: Seperti dijangka?, id: Sesuai harapan?, th: ตามที่คาดไหม}
                after: first order
              visit:
                kind: free
                ask: {en: Visit, ms: Lawatan, id: Kunjungan, th: การมา}
                every: quarter
                questions:
                  often:
                    ask: {en: Often?, ms: Kerap?, id: Sering?, th: บ่อยไหม}
                    one:
                      weekly: {en: Weekly, ms: Mingguan, id: Mingguan, th: ทุกสัปดาห์}
                      seldom: {en: Seldom, ms: Jarang, id: Jarang, th: นาน ๆ ครั้ง}
                    branch: [{if: [seldom], to: why}]
                  taste: {ask: {en: Taste?, ms: Rasa?, id: Rasa?, th: รสชาติ}, scale: 1-5, next: end}
                  why: {ask: {en: Why?, ms: Mengapa?, id: Mengapa?, th: ทำไม}, text: true}
            """

    /// The id of a member with an order.
    private func buyer(_ caller: Caller) async throws -> String {
        let ana = try await caller.enrolAna()
        let order: JSON = .object([
            "specversion": "1.0", "id": "o-1", "source": "shop", "type": "order.paid",
            "time": "2026-03-02T09:00:00+08:00", "subject": .string(ana),
            "data": .object([
                "orderId": "O-1",
                "lines": .array([
                    .object(["sku": "latte", "amount": .object(["amount": 1_250, "currency": "MYR"])])
                ]),
            ]),
        ])
        #expect(try await caller.record(order).status == 201)
        return ana
    }

    @Test("Q-3: a shop tells answers and invitations; the first answer stays")
    func answers() async throws {
        let caller = try await Caller(programme: Self.programme)
        let ana = try await buyer(caller)
        let path = "/v1/surveys/recommend"
        let invited = try await caller.send(.post, "\(path)/invitations", #"{"member": "\#(ana)"}"#)
        #expect(invited.status == 200 && invited.json["wave"] == "2026-Q1" && invited.json["score"] == nil)
        #expect(invited.json["link"]?.string?.hasPrefix("https://kopi.example.com/survey/") == true)
        let body = #"{"member": "\#(ana)", "score": 9, "comment": "<b>Good</b>"}"#
        let first = try await caller.send(.post, "\(path)/answers", body)
        #expect(first.status == 201 && first.json["replayed"]?.bool == false)
        #expect(first.json["askedAt"] == invited.json["askedAt"])
        let again = try await caller.send(.post, "\(path)/answers", #"{"member": "\#(ana)", "score": 0}"#)
        #expect(again.status == 200 && again.json["score"] == 9 && again.json["replayed"]?.bool == true)
        let list = try await caller.send(.get, "/v1/surveys")
        #expect(list.json["items"]?.array?.first?["answered"] == 1)
        #expect(list.json["items"]?.array?[1]["share"]?.text == "0.01")
        let results = try await caller.send(.get, "\(path)/results")
        #expect(results.json["score"]?["value"]?.text == "100" && results.json["isSmall"]?.bool == true)
        #expect(results.json["responseRate"]?["value"]?.text == "1")
        #expect(results.json["distribution"]?.array?.count == 11)
        let before = try await caller.send(.get, "\(path)/results?wave=2025-Q4")
        #expect(before.status == 200 && before.json["answered"] == 0 && before.json["score"] == nil)
        let events = try await caller.send(.get, "/v1/members/\(ana)/events")
        #expect(!events.text.contains("Good") && !events.text.contains("\"score\""))
    }

    @Test("Q-14: what members wrote is searched, tagged and counted")
    func tags() async throws {
        let caller = try await Caller(programme: Self.programme)
        let ana = try await buyer(caller)
        let path = "/v1/surveys/recommend"
        let body = #"{"member": "\#(ana)", "score": 3, "comment": "I waited long."}"#
        #expect(try await caller.send(.post, "\(path)/answers", body).status == 201)
        let all = try await caller.send(.get, "\(path)/verbatims")
        let item = try #require(all.json["items"]?.array?.first)
        #expect(item["comment"] == "I waited long." && item["score"] == 3 && item["tags"]?.array == [])
        #expect(item["name"] == "Ana binti Yusof" && all.json["next"] == nil)
        func tag(_ body: String, of member: String? = nil) async throws -> Answer {
            try await caller.send(.put, "\(path)/answers/\(member ?? ana)/tags", body)
        }
        let kept = try await tag(#"{"wave": "2026-Q1", "tags": ["Waiting time", "staff"]}"#)
        #expect(kept.status == 200 && kept.json["tags"]?.array?.compactMap(\.string) == ["staff", "waiting-time"])
        for (query, count) in [
            ("q=WAITED", 1), ("q=teh", 0), ("tag=staff", 1), ("tag=price", 0), ("tag=staff&q=long", 1),
        ] {
            let found = try await caller.send(.get, "\(path)/verbatims?\(query)")
            #expect(found.json["items"]?.array?.count == count, "\(query)")
        }
        let counts = try await caller.send(.get, "\(path)/tags")
        #expect(counts.json["items"]?.array?.first?["count"] == 1 && counts.json["items"]?.array?.count == 2)
        for query in ["tag=!", "limit=0", "cursor=x", "wave=2026"] where query != "wave=2026" {
            #expect(try await caller.send(.get, "\(path)/verbatims?\(query)").status == 400, "\(query)")
        }
        let many = (0...10).map { #""t\#($0)""# }.joined(separator: ", ")
        for (wrong, status) in [
            (#"{"wave": "2026-Q1", "tags": ["!"]}"#, 422), (#"{"wave": "2026-Q1", "tags": [1]}"#, 422),
            (#"{"wave": "2026-Q1"}"#, 422), (#"{"tags": []}"#, 422), ("{", 400),
            (#"{"wave": "2026-Q1", "tags": [\#(many)]}"#, 422), (#"{"wave": "2025-Q1", "tags": ["a"]}"#, 404),
        ] {
            #expect(try await tag(wrong).status == status, "\(wrong)")
        }
        #expect(try await tag(#"{"wave": "2026-Q1", "tags": ["a"]}"#, of: "nobody").status == 404)
        #expect(try await tag(#"{"wave": "2026-Q1", "tags": []}"#).json["tags"]?.array == [])
        #expect(try await caller.send(.get, "\(path)/tags").json["items"]?.array == [])
    }

    @Test("Q-9: what was said of sides of a first purchase is told and counted, and an unhappy one opens a case")
    func sides() async throws {
        let caller = try await Caller(programme: Self.programme)
        let ana = try await buyer(caller)
        let list = try await caller.send(.get, "/v1/surveys")
        #expect(list.json["items"]?.array?[2]["after"]?.string == "first order")
        #expect(list.json["items"]?.array?[2]["waitDays"] == 0)
        let path = "/v1/surveys/first"
        let body = #"{"member": "\#(ana)", "score": 1, "aspects": {"value": 1, "product": 3}, "comment": "Dear"}"#
        #expect(try await caller.send(.post, "\(path)/answers", body).status == 201)
        let results = try await caller.send(.get, "\(path)/results")
        #expect(results.json["score"]?["value"]?.text == "-100")
        let aspects = results.json["aspects"]?.array ?? []
        #expect(aspects.compactMap { $0["aspect"]?.string } == ["product", "service", "delivery", "value"])
        #expect(aspects.map { $0["answered"]?.text ?? "" } == ["1", "0", "0", "1"])
        #expect(aspects.map { $0["score"]?["value"]?.text ?? "" } == ["100", "", "", "-100"])
        let cases = try await caller.send(.get, "/v1/cases?member=\(ana)")
        #expect(cases.json["items"]?.array?.count == 1 && cases.json["items"]?.array?[0]["source"] == "survey")
    }

    @Test("Q-11: questions are listed, answered along their way and counted")
    func questions() async throws {
        let caller = try await Caller(programme: Self.programme)
        let ana = try await buyer(caller)
        let list = try await caller.send(.get, "/v1/surveys")
        let questions = list.json["items"]?.array?.last?["questions"]?.array ?? []
        #expect(questions.compactMap { $0["kind"]?.string } == ["one", "scale", "text"])
        #expect(questions.first?["answers"]?.array?.compactMap(\.string) == ["weekly", "seldom"])
        func body(_ answers: String) -> String { #"{"member": "\#(ana)", "answers": \#(answers)}"# }
        let path = "/v1/surveys/visit/answers"
        for (wrong, field) in [
            ("{}", "answers.often"), (#"{"often": "daily"}"#, "answers.often"),
            (#"{"often": "weekly"}"#, "answers.taste"),
            (#"{"often": "weekly", "taste": 6}"#, "answers.taste"), (#"{"often": {}}"#, "answers.often"),
            ("[]", "answers"),
        ] {
            let refused = try await caller.send(.post, path, body(wrong))
            let told = refused.json["errors"]?.array?.first?["field"]?.string
            #expect(refused.status == 422 && told == field, "\(wrong): \(refused.text)")
        }
        let answered = try await caller.send(.post, path, body(#"{"often": "seldom", "why": "Far", "taste": 3}"#))
        #expect(answered.status == 201 && answered.json["answeredAt"] != nil && answered.json["score"] == nil)
        let results = try await caller.send(.get, "/v1/surveys/visit/results")
        #expect(results.json["score"] == nil && results.json["answered"] == 1)
        #expect(results.json["distribution"]?.array?.isEmpty == true)
        let counted = results.json["questions"]?.array ?? []
        #expect(counted.map { $0["answered"]?.text ?? "" } == ["1", "0", "1"])
        #expect(counted.first?["answers"]?.array?.map { $0["count"]?.text ?? "" } == ["0", "1"])
        #expect(!results.text.contains("Far"))
    }

    @Test("what cannot be taken names its field and reason")
    func badInput() async throws {
        let caller = try await Caller(programme: Self.programme)
        let ana = try await buyer(caller)
        func told(_ path: String, _ body: String) async throws -> (Int, String) {
            let answer = try await caller.send(.post, "/v1/surveys/\(path)", body)
            let error = answer.json["errors"]?.array?.first
            let field = error.map { "\($0["field"]?.string ?? ""): \($0["reason"]?.string ?? "")" }
            return (answer.status, field ?? answer.json["detail"]?.string ?? "")
        }
        func answer(_ rest: String) -> String { #"{"member": "\#(ana)"\#(rest)}"# }
        #expect(
            try await told("recommend/answers", answer(#", "score": 11"#)) == (
                422, "score: must be 0 to 10, the scale of nps"
            )
        )
        #expect(
            try await told("rare/answers", answer(#", "score": 0"#)).1 == "score: must be 1 to 5, the scale of csat"
        )
        #expect(try await told("recommend/answers", answer("")) == (422, "score: is missing"))
        #expect(
            try await told("recommend/answers", answer(#", "score": 1.5"#)).1
                == "score: must be a whole number of the survey's scale"
        )
        #expect(try await told("recommend/answers", answer(#", "score": 1, "stars": 2"#)).0 == 422)
        for (wrong, field) in [
            (#"{"taste": 3}"#, "aspects.taste: is none of product, service, delivery, value"),
            (#"{"value": 4}"#, "aspects.value: must be 1, 2 or 3"), ("[1]", "aspects: must be an object"),
        ] {
            let (status, reason) = try await told("first/answers", answer(#", "score": 3, "aspects": \#(wrong)"#))
            #expect(status == 422 && reason.hasPrefix(field), "\(reason)")
        }
        #expect(
            try await told("recommend/answers", answer(#", "score": 3, "aspects": {"value": 2}"#)) == (
                422, "aspects.value: only a survey of the kind expectation asks of sides"
            )
        )
        #expect(
            try await told(
                "recommend/answers",
                answer(#", "score": 1, "comment": "\#(String(repeating: "x", count: 2_001))""#)
            )
                == (422, "comment: must have at most 2000 characters")
        )
        #expect(
            try await told("other/answers", answer(#", "score": 1"#)) == (
                404, "the programme has no survey 'other'; it has: recommend, rare, first, visit"
            )
        )
        #expect(try await told("recommend/answers", #"{"member": "nobody", "score": 1}"#).0 == 404)
        #expect(
            try await told("rare/answers", answer(#", "score": 1"#)) == (
                409, "this wave asks a part of the members, and she is not in it"
            )
        )
        let wave = try await caller.send(.get, "/v1/surveys/recommend/results?wave=spring")
        #expect(wave.status == 400 && wave.text.contains("2026-Q1"))
        #expect(try await caller.send(.get, "/v1/surveys/other/results").status == 404)
    }
}
