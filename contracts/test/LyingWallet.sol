// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

/// @title A contract wallet that says yes to everything, in words a careless reader takes for the magic value
contract LyingWallet {
    enum Answer {
        True,
        AllBits,
        MagicAtTheEnd,
        MagicWithMore,
        TooShort
    }

    Answer public immutable answer;

    constructor(Answer answer_) {
        answer = answer_;
    }

    function isValidSignature(bytes32, bytes calldata) external view {
        if (answer == Answer.True) _return(bytes32(uint256(1)), 32);
        if (answer == Answer.AllBits) _return(bytes32(type(uint256).max), 32);
        if (answer == Answer.MagicAtTheEnd) _return(bytes32(uint256(0x1626ba7e)), 32);
        if (answer == Answer.MagicWithMore) _return(bytes32(bytes4(0x1626ba7e)) | bytes32(uint256(1)), 32);
        _return(bytes32(bytes4(0x1626ba7e)), 4);
    }

    function _return(bytes32 word, uint256 size) private pure {
        assembly {
            mstore(0, word)
            return(0, size)
        }
    }
}
