internal import SetiaCore

extension SetiaService {
    /// How many suppliers there may be.
    package static let mostSuppliers = 20

    /// All suppliers, by name.
    package func suppliers() async throws -> [Supplier] {
        try await store.reading { try $0.suppliers().map(\.supplier) }
    }

    /// Sets up a supplier, or changes the address of the one of this name.
    ///
    /// - Parameters:
    ///   - name: What programmes call it.
    ///   - url: Where codes are ordered.
    ///   - newSecret: Whether one that is there gets a new secret; from then on nothing is signed with the old one.
    ///   - actor: Who.
    /// - Returns: the supplier, and the secret where one was made, which nobody can read again.
    /// - Throws: `SupplierProblem`, or the world's trouble.
    package func saveSupplier(
        _ name: String,
        url: String,
        newSecret: Bool = false,
        by actor: AuditActor
    ) async throws -> (supplier: Supplier, secret: String?) {
        let isPlain = name.utf8.allSatisfy { (97...122).contains($0) || (48...57).contains($0) || $0 == 45 }
        guard (1...40).contains(name.utf8.count), isPlain, name.utf8.first != 45 else {
            throw SupplierProblem.invalid(
                field: "name",
                reason: "must be 1 to 40 small letters, digits and hyphens"
            )
        }
        if let reason = WebhookAddress.problem(url, allowsPrivate: channelPorts.allowsPrivate) {
            throw SupplierProblem.invalid(field: "url", reason: reason)
        }
        guard !url.contains("?"), !url.hasSuffix("/") else {
            throw SupplierProblem.invalid(field: "url", reason: "must have no query and no / at its end")
        }
        let now = surroundings.now()
        let bytes = sealing.newBytes(32)
        let sealed = try sealing.seal(bytes, use: .supplierSecret)
        let (supplier, isMade) = try await store.writing { ledger in
            let all = try ledger.suppliers()
            let known = all.first { $0.supplier.name == Key(name) }
            guard known != nil || all.count < SetiaService.mostSuppliers else {
                throw SupplierProblem.tooMany(most: SetiaService.mostSuppliers)
            }
            let supplier = Supplier(name: Key(name), url: url, createdAt: known?.supplier.createdAt ?? now)
            let isMade = known == nil || newSecret
            try ledger.save(SupplierRecord(supplier: supplier, sealed: isMade ? sealed : known?.sealed ?? sealed))
            let details = ["url": url, "secret": isMade ? "new" : "kept"]
            try ledger.add(self.entry(.supplierSaved, by: actor, at: now, subject: name, details: details))
            return (supplier, isMade)
        }
        return (supplier, isMade ? SignedMessage.text(ofSecret: bytes) : nil)
    }

    /// Takes a supplier away; what is ordered of it waits until there is one of its name again.
    ///
    /// - Throws: `SupplierProblem.unknown`, or the world's trouble.
    package func removeSupplier(_ name: String, by actor: AuditActor) async throws {
        let now = surroundings.now()
        try await store.writing { ledger in
            guard try ledger.removeSupplier(Key(name)) else { throw SupplierProblem.unknown }
            try ledger.add(self.entry(.supplierRemoved, by: actor, at: now, subject: name))
        }
    }

    /// Orders of which something is still to be done, those first that are due next.
    package func openSupplierOrders(limit: Int) async throws -> [SupplierOrder] {
        try await store.reading { try $0.supplierOrders(dueBy: Instant(milliseconds: .max), limit: limit) }
    }
}
