// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Intruder} from "./Intruder.sol";

/// @title A party that does not take coin: it refuses, burns all gas, or refuses with more words than fit
contract RefusingReceiver is Intruder {
    enum Way {
        Refuses,
        BurnsGas,
        TalksTooMuch
    }

    Way public immutable way;

    error NotToday();

    constructor(Way way_) {
        way = way_;
    }

    receive() external payable {
        bytes32 hash;
        while (way == Way.BurnsGas) hash = keccak256(abi.encode(hash));
        if (way == Way.Refuses) revert NotToday();
        assembly {
            revert(0, 1000000)
        }
    }
}
