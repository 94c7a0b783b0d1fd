// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Intruder} from "./Intruder.sol";

/// @title A contract wallet that answers ERC-1271 in good and in bad ways
contract MockWallet is Intruder {
    bytes4 private constant MAGIC = 0x1626ba7e;

    enum Way {
        Asks, // accepts the hashes it was told to accept
        AcceptsAll,
        Refuses,
        Reverts,
        BurnsGas,
        AnswersTrue, // 1, which is not the magic value
        AnswersMore, // the magic value with a bit after it
        AnswersLess, // the magic value in four bytes
        AnswersLong, // the magic value and a megabyte after it
        Intrudes // calls back, then accepts
    }

    Way public way;
    mapping(bytes32 hash => bool) public isAccepted;

    error NotToday();

    receive() external payable {}

    constructor(Way way_) {
        way = way_;
    }

    function setWay(Way way_) external {
        way = way_;
    }

    function accept(bytes32 hash) external {
        isAccepted[hash] = true;
    }

    /// Not a view: a caller who does not ask by staticcall would be called back.
    function isValidSignature(bytes32 hash, bytes calldata) external returns (bytes4) {
        if (way == Way.Asks) return isAccepted[hash] ? MAGIC : bytes4(0xffffffff);
        if (way == Way.Refuses) return 0xffffffff;
        if (way == Way.Reverts) revert NotToday();
        while (way == Way.BurnsGas) hash = keccak256(abi.encode(hash));
        if (way == Way.AnswersTrue) _return(bytes32(uint256(1)), 32);
        if (way == Way.AnswersMore) _return(bytes32(MAGIC) | bytes32(uint256(1)), 32);
        if (way == Way.AnswersLess) _return(bytes32(MAGIC), 4);
        if (way == Way.AnswersLong) _return(bytes32(MAGIC), 1_000_000);
        if (way == Way.Intrudes) _tryCall();
        return MAGIC;
    }

    /// Writes nothing down, which a staticcall would not let it do, and hides whether it got through.
    function _tryCall() private {
        (bool ok,) = target.call(call);
        ok;
    }

    function _return(bytes32 word, uint256 size) private pure {
        assembly {
            mstore(0, word)
            return(0, size)
        }
    }
}
