import HTTPTypes
import SetiaCore
import SetiaService
import SetiaTesting
import Testing

@testable import SetiaWeb

@Suite("What is done about causes, on pages")
struct ImprovementPageTests {
    @Test("J-11: staff write down what is done; once it is done everybody reads it in her language, and nothing before")
    func way() async throws {
        let visitor = try await Visitor()
        visitor.cookies["setia-language"] = "en"
        let staff = try await Visitor(visitor.brand)
        staff.cookies["setia-language"] = "en"
        try await staff.join("Mei", .agent)
        let path = "/console/cases/improvements"
        #expect(try await staff.get(path).text.contains("Begin with the most frequent cause."))
        let form = [
            "cause": "delivery", "what": "New <b>boxes</b>", "owner": "", "due": "2026-03-20",
            "said-en": "Deliveries came cold.", "done-en": "We pack in {{frame.token}} boxes.",
            "said-th": "ของมาเย็น", "done-th": "เราใช้กล่องใหม่",
        ]
        let half = try await staff.post(path, filled: form.merging(["done-th": ""]) { $1 })
        #expect(
            half.status == 422 && half.text.contains("Write both sentences, or neither.")
                && half.text.contains("came cold")
        )
        #expect(
            try await staff.post(path, filled: form.merging(["due": "soon"]) { $1 }).text.contains("Say by which day.")
        )
        #expect(try await staff.post(path, filled: form).headers[.location] == "\(path)?done=improvementKept")
        let list = try await staff.get(path)
        #expect(list.text.contains("by 20 March 2026") && list.text.contains("New &lt;b&gt;boxes"))
        let one = String(
            try #require(list.text.firstMatch(of: #/\/console\/cases\/improvements\/[0-9a-z]{26}/#)).output
        )
        #expect(!(try await visitor.get("/said-and-done").text.contains("came cold")))
        _ = try await staff.get(one)
        #expect(try await staff.post(one, ["do": "done"]).status == 303)
        let told = try await visitor.get("/said-and-done")
        #expect(
            told.status == 200 && told.text.contains("Deliveries came cold.") && told.text.contains("{{frame.token}}")
        )
        #expect(told.text.contains("Delivery: 0 cases since then") && told.text.contains("2 March 2026"))
        #expect(!told.text.contains("New &lt;b&gt;boxes"))
        visitor.cookies["setia-language"] = "th"
        #expect(try await visitor.get("/said-and-done").text.contains("เราใช้กล่องใหม่"))
        visitor.cookies["setia-language"] = "ms"
        #expect(try await visitor.get("/said-and-done").text.contains("Anda kata, kami buat"))
        #expect(try await staff.get("\(path)/nothing").status == 404)
        #expect(try await staff.post(one, ["do": "sing"]).status == 404)
        let analyst = try await Visitor(visitor.brand)
        try await analyst.join("Lim", .analyst)
        #expect(try await analyst.get(path).status == 403)
    }
}
