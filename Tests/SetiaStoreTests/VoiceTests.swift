import SetiaCare
import SetiaCore
import SetiaService
import SetiaTesting
import Testing

@testable import SetiaStore

@Suite("The words of a brand, kept")
struct VoiceTests {
    @Test(
        "Z-5: words are set by language as a whole, and what is written is looked through by them",
        arguments: Backend.allCases
    )
    func kept(backend: Backend) async throws {
        try await backend.withStore { store in
            let service = try await BroadcastBench(store).service
            try await service.saveVoice(
                ToneList(
                    language: "en",
                    use: ["kopi"],
                    avoid: [" Coffee   Drink ", "", "coffee drink"],
                    names: ["Kopi Setia"]
                ),
                by: .operator
            )
            try await service.saveVoice(ToneList(language: "ms", avoid: ["murah"]), by: .operator)
            let english = try #require(try await service.brandVoice().first { $0.language == "en" })
            #expect(english == ToneList(language: "en", use: ["kopi"], avoid: ["coffee drink"], names: ["Kopi Setia"]))
            let advice = try await service.advice(on: [
                ("en", "A coffee drink of kopi setia: we are the best"), ("ms", "Murah"), ("th", "Murah"),
            ])
            #expect(advice.map { $0.words } == ["we are the best", "coffee drink", "Kopi Setia", "murah"])
            try await service.saveVoice(ToneList(language: "en", hollow: ["unique"]), by: .operator)
            let lists = try await service.brandVoice()
            #expect(lists.first { $0.language == "en" } == ToneList(language: "en", hollow: ["unique"]))
            #expect(lists.first { $0.language == "ms" }?.avoid == ["murah"])
            await #expect(throws: VoiceRefusal.unknownLanguage) {
                try await service.saveVoice(ToneList(language: "xx"), by: .operator)
            }
            await #expect(throws: VoiceRefusal.tooLong(.avoid, most: 100)) {
                let long = Key(String(repeating: "x", count: 101))
                try await service.saveVoice(ToneList(language: "en", avoid: [long]), by: .operator)
            }
        }
    }
}
