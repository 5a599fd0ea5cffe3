package import SetiaCore

extension SetiaService {
    /// Whether a member is within the stores of somebody on the staff: all are of whoever works for all stores, else those
    /// who did something at one of hers (rule S-1).
    package func isWithin(_ stores: StoreScope, _ member: MemberID) async throws -> Bool {
        guard let stores = stores.stores else { return true }
        return try await store.reading { try $0.lastActivity(of: member, at: stores) != nil }
    }
}
