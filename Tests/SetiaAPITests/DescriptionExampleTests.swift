import HTTPTypes
import JSONText
import SetiaCore
import SetiaService
import SetiaTesting
import Testing

@Suite("The examples of the API's description are true")
struct DescriptionExampleTests {
    /// One example sent, at a moment, with its answer.
    struct Step: Sendable {
        let operation: String
        /// The example of the body; none where there is no body.
        var body: String?
        let status: Int
        /// The example that is answered; none where the description shows none.
        var answer: String?
        /// What parameters have instead of their examples; an empty text leaves one out.
        var with: [String: String] = [:]
    }

    /// What happens on 2 March 2026 at nine, after the purchase, in the course of the morning, and on 20 March.
    static let story: [(at: String, steps: [Step])] = [
        (
            "2026-03-02T09:00:00+08:00",
            [
                Step(operation: "putStore", body: "bangsar", status: 201, answer: "bangsar"),
                Step(operation: "putStore", body: "bangsar", status: 200),
                Step(operation: "listStores", status: 200, answer: "all"),
                Step(operation: "getStore", status: 200),
                Step(operation: "validateProgramme", body: "small", status: 200, answer: "small"),
                Step(operation: "validateProgramme", body: "two-mistakes", status: 422, answer: "two-mistakes"),
                Step(operation: "enrolMember", body: "ana", status: 201, answer: "ana"),
                Step(operation: "enrolMember", body: "ana", status: 409, answer: "ana-again"),
                Step(operation: "findMember", status: 200),
                Step(operation: "getMember", status: 200),
                Step(operation: "getConsents", status: 200),
            ]
        ),
        (
            "2026-03-02T09:31:00+08:00",
            [
                Step(operation: "recordEvents", body: "purchase", status: 201, answer: "purchase"),
                Step(operation: "recordEvents", body: "purchase", status: 200, answer: "again"),
                Step(operation: "recordEvents", body: "other-content", status: 409, answer: "other-content"),
                Step(operation: "recordEvents", body: "four-mistakes", status: 422, answer: "four-mistakes"),
            ]
        ),
        (
            "2026-03-02T10:30:00+08:00",
            [
                Step(operation: "recordEvents", body: "in-the-app", status: 201, answer: "in-the-app"),
                Step(operation: "recordEvents", body: "three-orders", status: 200, answer: "three-orders"),
                Step(operation: "recordEvents", body: "enrolled", status: 201),
                Step(operation: "recordEvents", body: "changed", status: 201),
                Step(operation: "recordEvents", body: "consent", status: 201),
                Step(operation: "recordEvents", body: "adjusted", status: 201),
                Step(operation: "recordEvents", body: "opened", status: 201),
                Step(operation: "recordEvents", body: "granted", status: 201),
            ]
        ),
        (
            "2026-03-20T08:30:00+08:00",
            [
                Step(operation: "recordEvents", body: "redemption", status: 201, answer: "redemption"),
                Step(operation: "recordEvents", body: "too-many-points", status: 422, answer: "too-many-points"),
                Step(operation: "recordEvents", body: "return", status: 201, answer: "return"),
                Step(operation: "getEvent", status: 200),
                Step(operation: "explainEvent", status: 200, answer: "english"),
                Step(operation: "explainEvent", status: 200, answer: "thai", with: ["language": "th"]),
                Step(operation: "getBalance", status: 200, answer: "march"),
                Step(operation: "listEntries", status: 200, answer: "newest"),
                Step(operation: "getTiers", status: 200),
                Step(operation: "listEvents", status: 200),
                Step(operation: "getProgramme", status: 200),
                Step(operation: "listBudgets", status: 200),
                Step(operation: "getProgrammeVersion", status: 200),
                Step(operation: "getLiveness", status: 200, answer: "live"),
                Step(operation: "getReadiness", status: 200, answer: "ready"),
                Step(operation: "getMetrics", status: 200),
                Step(operation: "getDescription", status: 200),
                Step(operation: "getDocumentation", status: 200),
                Step(operation: "getReference", status: 200),
                Step(operation: "getGuide", status: 200),
                Step(operation: "listRules", status: 200),
                Step(operation: "getRules", status: 200),
                Step(operation: "getOperating", status: 200),
                Step(operation: "getOperatingPage", status: 200),
                Step(operation: "getInsightPage", status: 200),
                Step(operation: "getPageStyle", status: 200),
                Step(operation: "addWebhook", body: "orders", status: 201),
                Step(operation: "listWebhooks", status: 200),
                Step(operation: "getWebhook", status: 200),
                Step(operation: "changeWebhook", body: "rename", status: 200),
                Step(operation: "rotateWebhookSecret", body: "three-days", status: 201),
                Step(operation: "testWebhook", status: 200),
                Step(operation: "listDeliveries", status: 200),
                Step(operation: "replayWebhook", body: "all", status: 202),
                Step(operation: "removeWebhook", status: 204),
                Step(operation: "listTemplates", status: 200),
                Step(operation: "getTemplate", status: 200),
                Step(operation: "startWhatIf", body: "two-points", status: 202),
                Step(operation: "getWhatIf", status: 200),
                Step(operation: "getWhatIfReport", status: 200),
                Step(operation: "stopWhatIf", status: 204),
                Step(operation: "evaluateCart", body: "beans", status: 200),
                Step(operation: "holdCart", body: "beans", status: 200),
                Step(operation: "redeemCart", body: "beans", status: 201),
                Step(operation: "redeemCart", body: "beans", status: 200),
                Step(operation: "releaseCart", body: "shop", status: 200),
                Step(operation: "makeVouchers", body: "two", status: 201),
                Step(operation: "makeVouchers", body: "chosen", status: 201),
                Step(operation: "makeVouchers", body: "card", status: 201),
                Step(operation: "getVoucher", status: 200, answer: "merdeka"),
                Step(operation: "listVoucherBatches", status: 200),
                Step(operation: "getVoucherBatch", status: 404),
                Step(operation: "listVoucherCodes", status: 404),
                Step(operation: "getVoucherCodeFile", status: 404),
                Step(operation: "withdrawVoucherBatch", status: 404),
                Step(operation: "listMemberVouchers", status: 200),
                Step(operation: "listMemberOffers", status: 200),
                Step(operation: "withdrawVoucher", status: 204),
                Step(operation: "publishProgramme", body: "april", status: 201, answer: "april"),
                Step(operation: "publishProgramme", body: "april", status: 200),
                Step(operation: "listProgrammeVersions", status: 200, answer: "two"),
                Step(operation: "cancelProgrammeVersion", status: 200, answer: "april"),
                Step(operation: "putDraft", body: "double-points", status: 201, answer: "double-points"),
                Step(operation: "listDrafts", status: 200),
                Step(operation: "getDraft", status: 200),
                Step(operation: "compareProgrammes", status: 200),
                Step(operation: "publishDraft", status: 201),
                Step(operation: "putDraft", body: "double-points", status: 201),
                Step(operation: "removeDraft", status: 204),
                Step(operation: "rollBackProgramme", body: "first", status: 201, answer: "fourth"),
                Step(operation: "setBirthDate", body: "known", status: 204),
                Step(operation: "setBirthDate", body: "unknown", status: 204),
                Step(operation: "removeBirthDate", status: 204),
                Step(operation: "recordEvents", body: "return-first", status: 202, answer: "return-first"),
                Step(operation: "recordEvents", body: "weeks-late", status: 202, answer: "weeks-late"),
                Step(operation: "listReviews", status: 200),
                Step(operation: "getReview", status: 200),
                Step(operation: "dismissReview", body: "a-test", status: 200),
                Step(operation: "applyReview", status: 200, with: ["review": "01kdvvcrh0e008000000000010"]),
                Step(operation: "listRewards", status: 200),
                Step(operation: "loadStock", body: "hundred", status: 404),
                Step(operation: "putRewardPicture", status: 422),
                Step(operation: "removeRewardPicture", status: 404),
                Step(operation: "getRewardPicture", status: 404),
                Step(operation: "loadCodes", body: "two", status: 404),
                Step(operation: "listMemberRewards", status: 200),
                Step(operation: "listRecommendations", status: 200),
                Step(operation: "listPhases", status: 200),
                Step(operation: "listMilestones", status: 200),
                Step(operation: "redeemReward", body: "mug", status: 422),
                Step(operation: "listRedemptions", status: 200),
                Step(operation: "getRedemption", status: 404),
                Step(operation: "moveRedemption", body: "one", status: 404),
                Step(operation: "listAllRedemptions", status: 200),
                Step(operation: "getHousehold", status: 200),
                Step(operation: "changeHousehold", body: "ask", status: 404),
                Step(operation: "redeemTogether", body: "thousand", status: 422),
                Step(operation: "getOwnReferrals", status: 200),
                Step(operation: "referMember", body: "by-a-link", status: 422),
                Step(operation: "listReferrals", status: 200),
                Step(operation: "getReferral", status: 404),
                Step(operation: "acceptReferral", body: "a-reason", status: 404),
                Step(operation: "refuseReferral", body: "a-reason", status: 404),
                Step(operation: "previewMerge", status: 200),
                Step(operation: "mergeMember", body: "other-card", status: 200),
                Step(operation: "undoMerge", body: "two-people", status: 204),
                Step(operation: "stopMember", body: "why", status: 204),
                Step(operation: "resumeMember", body: "why", status: 204),
                Step(operation: "setAddress", body: "phone", status: 204),
                Step(operation: "listSegments", status: 200),
                Step(operation: "previewSegment", body: "regulars", status: 200),
                Step(operation: "previewSegment", body: "lapsed", status: 200),
                Step(operation: "listSegmentMembers", status: 404),
                Step(operation: "listMembersOnSegment", body: "one", status: 404),
                Step(operation: "takeMemberOffSegment", status: 404),
                Step(operation: "listCampaigns", status: 200),
                Step(operation: "getCampaignResults", status: 404),
                Step(operation: "getWorth", status: 200),
                Step(operation: "getMeasures", status: 200),
                Step(operation: "writeBroadcast", body: "raya", status: 201),
                Step(operation: "listBroadcasts", status: 200),
                Step(operation: "getVoice", status: 200),
                Step(operation: "putVoice", body: "kopi", status: 200),
                Step(operation: "writeContent", body: "grinding", status: 201),
                Step(operation: "listContent", status: 200),
                Step(operation: "getContent", status: 404),
                Step(operation: "putContent", body: "not-yet", status: 404),
                Step(operation: "getBroadcast", status: 404),
                Step(operation: "previewBroadcast", status: 404),
                Step(operation: "testBroadcast", body: "mei", status: 404),
                Step(operation: "startBroadcast", status: 404),
                Step(operation: "pauseBroadcast", status: 404),
                Step(operation: "resumeBroadcast", status: 404),
                Step(operation: "stopBroadcast", status: 404),
                Step(operation: "listContacts", status: 200),
                Step(operation: "putJourney", body: "gift", status: 200),
                Step(operation: "listJourneys", status: 200),
                Step(operation: "getJourney", status: 200),
                Step(operation: "simulateJourney", body: "two-months", status: 200),
                Step(operation: "startJourney", status: 200),
                Step(operation: "pauseJourney", status: 200),
                Step(operation: "resumeJourney", status: 200),
                Step(operation: "stopJourney", status: 200),
                Step(operation: "listMemberJourneys", status: 200),
                Step(operation: "listSurveys", status: 200),
                Step(operation: "getSurveyResults", status: 404),
                Step(operation: "answerSurvey", body: "nine-of-ten", status: 404),
                Step(operation: "inviteToSurvey", body: "a-mail", status: 404),
                Step(operation: "listVerbatims", status: 404),
                Step(operation: "listSurveyTags", status: 404),
                Step(operation: "putSurveyTags", body: "two", status: 404),
                Step(operation: "receiveMessage", body: "a-form", status: 201),
                Step(operation: "listCases", status: 200),
                Step(operation: "openCase", body: "a-complaint", status: 201),
                Step(operation: "getCase", status: 404),
                Step(operation: "stepCase", body: "an-answer", status: 404),
                Step(operation: "caseFigures", status: 200),
                Step(operation: "listImprovements", status: 200),
                Step(operation: "putGathering", body: "tasting", status: 201),
                Step(operation: "putGathering", body: "tasting", status: 200),
                Step(operation: "listGatherings", status: 200),
                Step(operation: "getGathering", status: 200),
                Step(operation: "getGatheringCalendar", status: 200),
                Step(operation: "askForPlace", body: "ana", status: 409),
                Step(operation: "confirmPlace", status: 409),
                Step(operation: "cancelPlace", status: 409),
                Step(operation: "listPlaces", status: 200),
                Step(operation: "getPlacesFile", status: 200),
                Step(operation: "listOwnPlaces", status: 200),
                Step(operation: "checkIn", body: "a-card", status: 409),
                Step(operation: "callOffGathering", status: 200),
                Step(operation: "listConversations", status: 200),
                Step(operation: "getConversation", status: 404),
                Step(operation: "answerConversation", body: "a-person", status: 404),
                Step(operation: "closeConversation", status: 404),
                Step(operation: "startChat", body: "a-visitor", status: 201),
                Step(operation: "sayInChat", body: "offline", status: 401),
                Step(operation: "sendInChat", body: "picture", status: 401),
                Step(operation: "readChat", status: 401),
                Step(operation: "verifyChannel", status: 404),
                Step(operation: "hearChannel", body: "a-text", status: 404),
                Step(operation: "hearChannel", body: "a-status", status: 404),
                Step(operation: "seeChat", body: "all", status: 401),
                Step(operation: "followChat", status: 401),
                Step(operation: "endChat", status: 401),
                Step(operation: "drawMembers", body: "five", status: 200),
                Step(operation: "listDraws", status: 200),
                Step(operation: "getDraw", status: 200),
                Step(operation: "writeProductReview", body: "good", status: 201),
                Step(operation: "listProductReviews", status: 200),
                Step(operation: "getProductReview", status: 404),
                Step(operation: "decideProductReview", body: "decline", status: 404),
                Step(operation: "addReviewPhoto", status: 404),
                Step(operation: "getReviewPhoto", status: 404),
                Step(operation: "decideReviewPhoto", body: "out", status: 404),
                Step(operation: "removeReviewPhoto", status: 404),
                Step(operation: "getPublicPhoto", status: 404),
                Step(operation: "listProductRatings", status: 200),
                Step(operation: "getPublicReviews", status: 200),
                Step(operation: "makeVouchers", body: "many", status: 202),
                Step(operation: "eraseMember", status: 204),
            ]
        ),
    ]

    private let description = APIDescription.ours

    @Test("told in order, each request is answered as the description says, to the last number")
    func storyIsTrue() async throws {
        let caller = try await Caller(shops: [])
        var told: Set<String> = []
        for (moment, steps) in DescriptionExampleTests.story {
            caller.brand.clock.now = instant(moment)
            for step in steps {
                let operation = try #require(description.operations.first { $0.id == step.operation })
                let answer = try await send(step, operation, by: caller)
                #expect(answer.status == step.status, "\(step.operation) \(step.body ?? "")")
                try expectForm(of: step, operation, answered: answer)
                told.formUnion([operation.id, "\(operation.id) takes \(step.body ?? "")"])
                guard let name = step.answer else { continue }
                told.insert("\(operation.id) answers \(name)")
                let wanted = try #require(answerExample(name, of: operation, status: step.status))
                #expect(answer.json == wanted, "\(operation.id) \(name) answers \(answer.json.pretty)")
            }
        }
        told.formUnion(try await tellRefusals(caller))
        #expect(allThatIsShown.subtracting(told).sorted() == [])
    }

    /// What no key, a lesser key, no JSON and a server that stops are answered.
    private func tellRefusals(_ caller: Caller) async throws -> Set<String> {
        let reader = try await caller.brand.service.createAPIKey(name: "reader", scopes: [.eventsRead]).secret
        let responses = description.document["components"]?["responses"]
        let noKey = try await caller.send(.post, "/v1/events", "{}", showing: .nothing)
        #expect(noKey.json == example("no-key", of: responses?["NoKey"]))
        let noScope = try await caller.send(.post, "/v1/events", "{}", showing: .header("Bearer \(reader)"))
        #expect(noScope.json == example("no-scope", of: responses?["NoScope"]))
        let operation = try #require(description.operations.first { $0.id == "recordEvents" })
        let noJSON = try await caller.send(
            .post,
            "/v1/events",
            #"{"specversion": "1.0",}"#,
            type: "application/cloudevents+json"
        )
        #expect(noJSON.json == answerExample("no-json", of: operation, status: 400))
        let stopping = try await Caller(isReady: false).send(.get, "/health/ready", showing: .nothing)
        let readiness = try #require(description.operations.first { $0.id == "getReadiness" })
        #expect(stopping.json == answerExample("not-ready", of: readiness, status: 503))
        return ["recordEvents answers no-json", "getReadiness answers not-ready"]
    }

    /// The examples and operations that the description has.
    private var allThatIsShown: Set<String> {
        var shown: Set<String> = []
        for operation in description.operations {
            shown.insert(operation.id)
            for (_, content) in operation.json["requestBody"]?["content"]?.object?.members ?? [] {
                for name in content["examples"]?.object?.members.map(\.key) ?? [] {
                    shown.insert("\(operation.id) takes \(name)")
                }
            }
            for (_, response) in operation.json["responses"]?.object?.members ?? [] {
                for (_, content) in response["content"]?.object?.members ?? [] {
                    for name in content["examples"]?.object?.members.map(\.key) ?? [] {
                        shown.insert("\(operation.id) answers \(name)")
                    }
                }
            }
        }
        return shown
    }

    /// What is taken has the form that its schema says, and what is refused for its form has not.
    private func expectForm(of step: Step, _ operation: APIDescription.Operation, answered answer: Answer) throws {
        guard let name = step.body else { return }
        let (_, content, example) = try #require(bodyExample(name, of: operation))
        let check = SchemaCheck(description: description)
        guard let schema = content["schema"] else { return }
        if let events = example.array {
            for (event, item) in zip(events, answer.json["items"]?.array ?? []) {
                let complaints = check.complaints(about: event, description.resolved(schema)["items"] ?? .null)
                #expect(complaints.isEmpty == (item["problem"] == nil), "\(name): \(complaints)")
            }
        } else {
            let isRefusedForItsForm = ["/problems/invalid-event", "/problems/invalid-body"].contains(
                answer.json["type"]?.string
            )
            let complaints = check.complaints(about: example, schema)
            #expect(complaints.isEmpty == !isRefusedForItsForm, "\(name): \(complaints)")
        }
    }

    // MARK: - Sending an example

    private func send(_ step: Step, _ operation: APIDescription.Operation, by caller: Caller) async throws -> Answer {
        let body = try step.body.map { try #require(bodyExample($0, of: operation)) }
        var path = operation.path
        var query: [String] = []
        var headers: [String: String] = [:]
        for parameter in (operation.json["parameters"]?.array ?? []).map({ description.resolved($0) }) {
            let name = parameter["name"]?.string ?? ""
            guard let value = step.with[name] ?? parameter["example"].map({ $0.string ?? $0.text }), !value.isEmpty
            else {
                continue
            }
            switch parameter["in"]?.string {
            case "path": path = path.replacing("{\(name)}", with: value)
            case "query": query.append("\(name)=\(value.replacing("+", with: "%2B"))")
            case "header" where body?.type == "application/json": headers[name] = value
            default: break
            }
        }
        return try await caller.send(
            try #require(HTTPRequest.Method(rawValue: operation.method)),
            path + (query.isEmpty ? "" : "?" + query.joined(separator: "&")),
            body.map { $0.example.string ?? $0.example.text },
            type: body?.type,
            headers: headers,
            showing: operation.json["x-scope"] == nil ? .nothing : .keyOfAllScopes
        )
    }

    private func bodyExample(
        _ name: String,
        of operation: APIDescription.Operation
    ) -> (type: String, content: JSON, example: JSON)? {
        for (type, content) in operation.json["requestBody"]?["content"]?.object?.members ?? [] {
            if let example = content["examples"]?[name]?["value"] { return (type, content, example) }
        }
        return nil
    }

    private func answerExample(_ name: String, of operation: APIDescription.Operation, status: Int) -> JSON? {
        example(name, of: operation.json["responses"]?["\(status)"])
    }

    private func example(_ name: String, of response: JSON?) -> JSON? {
        for (_, content) in response?["content"]?.object?.members ?? [] {
            if let example = content["examples"]?[name]?["value"] { return example }
        }
        return nil
    }
}
