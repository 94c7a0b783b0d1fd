// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {MockToken} from "./MockToken.sol";

/// @title A token that fails when it is told to: by reverting, by saying no, or by burning all gas
contract FailingToken is MockToken {
    enum Way {
        Works,
        Reverts,
        SaysNo,
        BurnsGas
    }

    uint8 public constant decimals = 6;

    Way public way;

    error NotToday();

    function setWay(Way way_) external {
        way = way_;
    }

    function transfer(address to, uint256 value) external override returns (bool) {
        return _try(msg.sender, to, value);
    }

    function transferFrom(address from, address to, uint256 value) external override returns (bool) {
        _spend(from, value);
        return _try(from, to, value);
    }

    function _try(address from, address to, uint256 value) private returns (bool) {
        if (way == Way.Reverts) revert NotToday();
        if (way == Way.SaysNo) return false;
        bytes32 hash;
        while (way == Way.BurnsGas) hash = keccak256(abi.encode(hash));
        _move(from, to, value);
        return true;
    }
}
