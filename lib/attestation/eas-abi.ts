import { parseAbi } from 'viem'

/** What attesting, revoking and reading back need of EAS 1.3 and later, and what it says. */
export const EAS_ABI = parseAbi([
  'struct AttestationRequestData { address recipient; uint64 expirationTime; bool revocable; bytes32 refUID; bytes data; uint256 value; }',
  'struct MultiAttestationRequest { bytes32 schema; AttestationRequestData[] data; }',
  'struct RevocationRequestData { bytes32 uid; uint256 value; }',
  'struct MultiRevocationRequest { bytes32 schema; RevocationRequestData[] data; }',
  'struct Signature { uint8 v; bytes32 r; bytes32 s; }',
  'struct MultiDelegatedAttestationRequest { bytes32 schema; AttestationRequestData[] data; Signature[] signatures; address attester; uint64 deadline; }',
  'struct MultiDelegatedRevocationRequest { bytes32 schema; RevocationRequestData[] data; Signature[] signatures; address revoker; uint64 deadline; }',
  'struct Attestation { bytes32 uid; bytes32 schema; uint64 time; uint64 expirationTime; uint64 revocationTime; bytes32 refUID; address recipient; address attester; bool revocable; bytes data; }',

  'function multiAttest(MultiAttestationRequest[] requests) payable returns (bytes32[] uids)',
  'function multiRevoke(MultiRevocationRequest[] requests) payable',
  'function multiAttestByDelegation(MultiDelegatedAttestationRequest[] requests) payable returns (bytes32[] uids)',
  'function multiRevokeByDelegation(MultiDelegatedRevocationRequest[] requests) payable',
  'function revokeOffchain(bytes32 data) returns (uint64)',
  'function getAttestation(bytes32 uid) view returns (Attestation attestation)',
  'function getRevokeOffchain(address revoker, bytes32 data) view returns (uint64)',
  'function getNonce(address account) view returns (uint256)',
  'function getAttestTypeHash() view returns (bytes32)',
  'function getDomainSeparator() view returns (bytes32)',
  'function version() view returns (string)',

  'event Attested(address indexed recipient, address indexed attester, bytes32 uid, bytes32 indexed schemaUID)',
  'event Revoked(address indexed recipient, address indexed attester, bytes32 uid, bytes32 indexed schemaUID)',
  'event RevokedOffchain(address indexed revoker, bytes32 indexed data, uint64 indexed timestamp)',

  'error AccessDenied()',
  'error AlreadyRevoked()',
  'error AlreadyRevokedOffchain()',
  'error DeadlineExpired()',
  'error InsufficientValue()',
  'error InvalidAttestation()',
  'error InvalidAttestations()',
  'error InvalidExpirationTime()',
  'error InvalidLength()',
  'error InvalidNonce()',
  'error InvalidRevocation()',
  'error InvalidRevocations()',
  'error InvalidSchema()',
  'error InvalidSignature()',
  'error Irrevocable()',
  'error NotFound()',
  'error NotPayable()',
  'error WrongSchema()',
])

/** EAS before 1.0 (Ethereum and Sepolia hold 0.26): what it signs names neither a deadline nor a value. */
export const EAS_PLAIN_ABI = parseAbi([
  'struct AttestationRequestData { address recipient; uint64 expirationTime; bool revocable; bytes32 refUID; bytes data; uint256 value; }',
  'struct RevocationRequestData { bytes32 uid; uint256 value; }',
  'struct Signature { uint8 v; bytes32 r; bytes32 s; }',
  'struct MultiDelegatedAttestationRequest { bytes32 schema; AttestationRequestData[] data; Signature[] signatures; address attester; }',
  'struct MultiDelegatedRevocationRequest { bytes32 schema; RevocationRequestData[] data; Signature[] signatures; address revoker; }',

  'function multiAttestByDelegation(MultiDelegatedAttestationRequest[] requests) payable returns (bytes32[] uids)',
  'function multiRevokeByDelegation(MultiDelegatedRevocationRequest[] requests) payable',
])

/** EAS keeps definitions here. */
export const REGISTRY_ABI = parseAbi([
  'struct SchemaRecord { bytes32 uid; address resolver; bool revocable; string schema; }',
  'function register(string schema, address resolver, bool revocable) returns (bytes32 uid)',
  'function getSchema(bytes32 uid) view returns (SchemaRecord record)',
  'error AlreadyExists()',
])
