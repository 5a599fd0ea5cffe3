import Foundation
import Testing

@Suite("What if, by the real program")
struct WhatIfTests {
    @Test("ctrl-C ends it with 130, and leaves neither a file nor a word of a report")
    func interrupted() async throws {
        let rows = 20_000
        var table = "orderId,card,time,sku,amount\n"
        for row in 0..<rows {
            table += "o\(row),card-\(row % 500),2026-01-\(10 + row * 20 / rows)T05:00:00Z,latte,\(5 + row % 40).50\n"
        }
        let scene = try Scene()
        try scene.publish()
        let file = try scene.write(table, as: "orders.csv")
        let run = try scene.setia("import", "events", file, "--set", "currency=MYR,source=pos")
        #expect(run.status == 0, "\(run.errors)")
        let newest = try scene.write(try scene.setia("programme", "show").output, as: "next.yaml")
        let csv = scene.folder.appending(path: "what-if.csv").path
        let process = Process()
        process.executableURL = URL(filePath: Program.path)
        process.arguments = ["what-if", newest, "--csv", csv] + scene.place
        let (output, errors) = (Pipe(), Pipe())
        process.standardOutput = output
        process.standardError = errors
        try process.run()
        try await wait(until: "the replay begins") { FileManager.default.fileExists(atPath: csv) }
        try await Task.sleep(for: .milliseconds(400))
        kill(process.processIdentifier, SIGINT)
        process.waitUntilExit()
        let said = String(decoding: errors.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
        #expect(process.terminationReason == .exit && process.terminationStatus == 130, "\(said)")
        #expect(said.contains("stopped; nothing was written"))
        #expect(output.fileHandleForReading.readDataToEndOfFile().isEmpty)
        #expect(!FileManager.default.fileExists(atPath: csv))
    }
}
