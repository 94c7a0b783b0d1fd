// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IChallengeEscrow as Escrow} from "../../src/IChallengeEscrow.sol";
import {PanelTest} from "../base/PanelTest.sol";
import {vm} from "../base/Vm.sol";

/// @title One signature has one form: 65 bytes, low s, v 27 or 28
contract SignaturesTest is PanelTest {
    uint256 private constant ORDER = 0xFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFEBAAEDCE6AF48A03BBFD25E8CD0364141;
    uint256 private constant FORMS = 9;

    function test_AMalleatedPartysSignatureIsRefused() external {
        bytes32 id = _joined(_deal());
        (Escrow.Settle memory a, bytes memory sa, Escrow.Settle memory b, bytes memory sb) =
            _offers(id, Escrow.Outcome.Draw);
        for (uint256 form = 0; form < FORMS; form++) {
            _refuses(abi.encodeWithSelector(Escrow.InvalidSignature.selector, creator));
            escrow.settle(a, _malleate(sa, form), b, sb);
            _refuses(abi.encodeWithSelector(Escrow.InvalidSignature.selector, counterparty));
            escrow.settle(a, sa, b, _malleate(sb, form));
        }
        escrow.settle(a, sa, b, sb);
    }

    function test_AMalleatedSplitIsRefused() external {
        bytes32 id = _joined(_deal());
        Escrow.Settle memory a = _splitText(id, creator, CREATOR_BOND, COUNTERPARTY_BOND);
        Escrow.Settle memory b = _splitText(id, counterparty, CREATOR_BOND, COUNTERPARTY_BOND);
        (bytes memory sa, bytes memory sb) = (_sign(CREATOR_KEY, a), _sign(COUNTERPARTY_KEY, b));
        for (uint256 form = 0; form < FORMS; form++) {
            _refuses(abi.encodeWithSelector(Escrow.InvalidSignature.selector, counterparty));
            escrow.split(a, sa, b, _malleate(sb, form));
        }
        escrow.split(a, sa, b, sb);
    }

    function test_AMalleatedResolversSignatureIsRefused() external {
        bytes32 id = _joined(_resolverDeal());
        Escrow.Settle memory text = _text(id, resolver, Escrow.Outcome.CreatorWin);
        bytes memory signature = _sign(RESOLVER_KEY, text);
        for (uint256 form = 0; form < FORMS; form++) {
            _refuses(abi.encodeWithSelector(Escrow.InvalidSignature.selector, resolver));
            escrow.settleByResolver(text, _malleate(signature, form));
        }
        escrow.settleByResolver(text, signature);
    }

    function test_AMalleatedVoteIsRefused() external {
        bytes32 id = _seated(_panelDeal(), creator);
        address[] memory signers = _signers(id, K);
        bytes[] memory votes = _votes(id, signers, Escrow.Outcome.Draw);
        bytes memory vote = votes[1];
        for (uint256 form = 0; form < FORMS; form++) {
            votes[1] = _malleate(vote, form);
            _refuses(abi.encodeWithSelector(Escrow.InvalidSignature.selector, signers[1]));
            escrow.settleByPanel(id, Escrow.Outcome.Draw, signers, votes);
        }
        votes[1] = vote;
        escrow.settleByPanel(id, Escrow.Outcome.Draw, signers, votes);
    }

    /// Code at a key's own address (EIP-7702) takes nothing from the key, and adds what the code agrees to.
    function test_AnAccountWithDelegatedCodeKeepsItsOwnSignature() external {
        bytes32 id = _joined(_deal());
        vm.etch(creator, vm.deployCode("RevertingWallet.sol:RevertingWallet", "").code);
        _settle(id, Escrow.Outcome.Draw);
        _assertState(id, Escrow.State.Ended);
    }

    function testFuzz_RandomBytesAreRefused(bytes calldata noise) external {
        bytes32 id = _joined(_deal());
        (Escrow.Settle memory a,, Escrow.Settle memory b, bytes memory sb) = _offers(id, Escrow.Outcome.Draw);
        _refuses(abi.encodeWithSelector(Escrow.InvalidSignature.selector, creator));
        escrow.settle(a, noise, b, sb);
    }

    function _malleate(bytes memory signature, uint256 form) private pure returns (bytes memory) {
        (bytes32 r, bytes32 s, uint8 v) = _parts(signature);
        if (form == 0) return abi.encodePacked(r, bytes32(ORDER - uint256(s)), v == 27 ? uint8(28) : uint8(27)); // high s
        if (form == 1) return abi.encodePacked(r, s, v - 27); // v 0 or 1
        if (form == 2) return abi.encodePacked(r, bytes32(uint256(s) | (uint256(v - 27) << 255))); // EIP-2098
        if (form == 3) return abi.encodePacked(r, s); // without v
        if (form == 4) return abi.encodePacked(r, s, v == 27 ? uint8(28) : uint8(27)); // another key's
        if (form == 5) return abi.encodePacked(r, s, v, uint8(0)); // a byte more
        if (form == 6) return abi.encodePacked(bytes32(0), bytes32(0), v);
        if (form == 7) return abi.encodePacked(r, s, uint8(v + 8)); // as EIP-155 writes v
        return "";
    }

    function _parts(bytes memory signature) private pure returns (bytes32 r, bytes32 s, uint8 v) {
        assembly {
            r := mload(add(signature, 32))
            s := mload(add(signature, 64))
            v := byte(0, mload(add(signature, 96)))
        }
    }
}
