import Foundation
import SetiaTesting
import Testing

@Suite("What if, by the real program")
struct WhatIfTests {
    @Test("ctrl-C ends it with 130, and leaves neither a file nor a word of a report")
    func interrupted() async throws {
        let rows = 60_000
        var table = "orderId,card,time,sku,amount\n"
        for row in 0..<rows {
            table += "o\(row),card-\(row % 500),2026-01-\(10 + row * 20 / rows)T05:00:00Z,latte,\(5 + row % 40).50\n"
        }
        let scene = try Scene()
        try await scene.publish()
        let file = try scene.write(table, as: "orders.csv")
        let run = try await scene.setia("import", "events", file, "--set", "currency=MYR,source=pos")
        #expect(run.status == 0, "\(run.errors)")
        let newest = try scene.write(try await scene.setia("programme", "show").output, as: "next.yaml")
        let csv = scene.folder.appending(path: "what-if.csv").path
        // It is stopped after the replay has begun and before it is done: whether it still was under way when it was
        // told hangs on the machine, so several moments are tried.
        for delay in [20, 0, 50, 100, 200, 400, 5, 10, 30, 70] {
            try? FileManager.default.removeItem(atPath: csv)
            let (output, errors) = (Pipe(), Pipe())
            let process = try ChildProcess(
                Program.path,
                ["what-if", newest, "--csv", csv] + scene.place,
                output: .pipe(output),
                errors: .pipe(errors)
            )
            // On this thread, since the moment counts and other tests keep the rest busy.
            for _ in 0..<60_000 where !FileManager.default.fileExists(atPath: csv) { usleep(500) }
            usleep(UInt32(delay) * 1_000)
            process.send(SIGINT)
            guard case .exit(let status) = await process.end(), status != 0 else { continue }
            let said = String(decoding: errors.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
            #expect(status == 130, "\(said)")
            #expect(said.contains("stopped; nothing was written"))
            #expect(output.fileHandleForReading.readDataToEndOfFile().isEmpty)
            #expect(!FileManager.default.fileExists(atPath: csv))
            return
        }
        Issue.record("it was done, or not begun, whenever it was told")
    }
}
